"""A Word document in the official form, for colleagues to edit."""

from collections.abc import Callable

from .. import Report

PAPER = True


def load() -> Callable[[Report], bytes]:
    from .writer import docx  # only where it is wanted

    return docx
