"""The paper in the official form, to be signed and sent: a Typst template lays the document out, pikepdf completes its tags."""

from collections.abc import Callable

from .. import Report

PAPER = True


def load() -> Callable[[Report], bytes]:
    from .typesetting import pdf  # only where it is wanted

    return pdf
