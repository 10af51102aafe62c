"""The page for the screen, in one file, with the rows behind its figures."""

from . import Report, data_files

PAPER, PUBLISHED = False, True


def make(report: Report, part: str = "") -> bytes:
    from ..screen import page  # not by who only asks what the format is

    return page(report, data_files(report)).encode()
