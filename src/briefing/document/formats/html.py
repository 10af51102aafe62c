"""The page for the screen, in one file, with the rows behind its figures."""

from . import Report, data_files

PAPER = False


def make(report: Report) -> bytes:
    from ..html_page import page_of  # not by who only asks what the format is

    return page_of(report.data, files=data_files(report), is_draft=not report.final).encode()
