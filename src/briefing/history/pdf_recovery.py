"""`briefing open`: the paper of a publication is enough to have its data, its notebooks and its program again."""

import io
import json
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pikepdf

from helpers.data.datapackage import FILE as PACKAGE
from helpers.errors import InputError, Problem
from helpers.i18n import _

from .. import untrusted_files
from ..build.snapshot import write_files
from ..build_request import DOCUMENT, FIGURES, PUBLICATION, SOURCE, SUMS
from ..document import model
from .verify import made_again, verify

UNPACKED = "source"  # the folder of the archive's files
BROUGHT = (SOURCE, DOCUMENT, FIGURES, PACKAGE, SUMS)


class Opened(NamedTuple):
    """What a paper brings: its report's name and agency, its number, day and commit, and what is not as its digests say."""

    document: model.Document
    number: int
    date: str
    commit: str
    wrong: list[str]


def open_paper(paper: Path, folder: Path) -> Opened:
    """Unpack what a paper brings into a new folder; nothing of it is run.

    `source/` holds the data, notebooks and program of the commit; beside it lie the archive, document.json, figures.csv, its
    Data Package and their digests.
    Raises InputError, having written nothing, for a paper without an archive, an archive that leads out of the folder, and a
    folder that exists.
    """
    if folder.exists():
        expected, remedy = _("a folder that is not there yet"), _("Name another: --to DIR.")
        raise InputError(Problem(str(folder), expected=expected, remedy=remedy, code="occupied_path"))
    content = untrusted_files.bytes_of(paper)
    with tempfile.TemporaryDirectory(prefix=".opened-", dir=folder.absolute().parent) as name:
        made = Path(name, folder.name)
        made.mkdir()
        try:
            held = _attachments(content)
            write_files(made, held)
            wrong = verify(made).wrong
            source = untrusted_files.unzipped_within(held[SOURCE])
            write_files(made / UNPACKED, source)
            about = json.loads(source[PUBLICATION])
            opened = Opened(model.read(held[DOCUMENT]), about["number"], about["date"], about["commit"], wrong)
        except (OSError, ValueError, KeyError, TypeError, InputError, zlib.error) as error:
            expected = _("the PDF of a publication, which brings the archive of its commit")
            remedy = _("Ask its sender for the paper as {briefing} publish made it.")
            raise InputError(
                Problem(str(paper), value=str(error), expected=expected, remedy=remedy, code="no_archive")
            ) from None
        made.rename(folder)
    return opened


def _attachments(content: bytes) -> dict[str, bytes]:
    """The files that a paper brings, of those that a publication has. Raises ValueError for what is none."""
    try:
        opened = pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError:
        raise ValueError(_("it is no PDF")) from None
    with opened as paper:
        if missing := [name for name in BROUGHT if name not in paper.attachments]:
            raise ValueError(_("it brings no {file}", file=missing[0]))
        return {name: _inflated(paper.attachments[name].get_file().obj) for name in BROUGHT}


def _inflated(stream: pikepdf.Object) -> bytes:
    """The bytes of a stream, of which no more are unpacked than may be: a few zeros packed fill any memory."""
    if "/Filter" not in stream:
        return stream.read_raw_bytes()
    inflate = zlib.decompressobj()
    content = inflate.decompress(stream.read_raw_bytes(), untrusted_files.MOST)
    if inflate.unconsumed_tail:
        raise ValueError(_("it is larger than {most} MB", most=untrusted_files.MOST >> 20))
    return content


def rebuild(paper: Path, folder: Path, fresh: bool, say: Callable[[str], None]) -> bool:
    """Make a paper again from the folder that it was unpacked into; gives whether the bytes are the same. This runs the program there."""
    return untrusted_files.bytes_of(paper) in made_again(folder, fresh, say).values()
