"""The page for the screen, in one file, with the rows behind its figures."""

from collections.abc import Callable

from . import Report, data_files

PAPER = False


def load() -> Callable[[Report], bytes]:
    from .. import html_page  # not by who only asks what the format is

    html_page.frame()
    return lambda report: html_page.page_of(report.data, data_files(report), is_draft=not report.final).encode()
