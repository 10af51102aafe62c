"""Word files that came back."""

from pathlib import Path

from helpers.i18n import _

from ..document.formats.docx.reading import WordFile, read_words
from ..limits import opened


def word_file(path: Path) -> WordFile:
    """A Word file that may be read. Raises InputError for whatever else it is, with what to do."""
    fresh = _("ask for the document as it was sent, without pasted pictures")
    return opened(path, read_words, _("a Word document as it was sent"), fresh)
