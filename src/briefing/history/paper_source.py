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
from ..document import model
from ..order import FIGURES, PUBLICATION, SOURCE, SUMS
from .verify import made_again, verify

UNPACKED = "source"  # the folder of the archive's files
BROUGHT = (SOURCE, model.FILE, FIGURES, PACKAGE, SUMS)


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
    with tempfile.TemporaryDirectory(prefix=".opened-", dir=folder.absolute().parent) as name:
        made = Path(name, folder.name)
        made.mkdir()
        try:
            held = attachments(untrusted_files.bytes_of(paper))
            for file, content in held.items():
                (made / file).write_bytes(content)
            wrong = verify(made).wrong
            untrusted_files.unpacked(held[SOURCE], made / UNPACKED)
            about = json.loads((made / UNPACKED / PUBLICATION).read_bytes())
            opened = Opened(model.read(held[model.FILE]), about["number"], about["date"], about["commit"], wrong)
        except (OSError, ValueError, KeyError, TypeError, InputError, zlib.error) as error:
            expected = _("the PDF of a publication, which brings the archive of its commit")
            remedy = _("Ask its sender for the paper as {briefing} publish made it.")
            raise InputError(
                Problem(str(paper), value=str(error), expected=expected, remedy=remedy, code="no_archive")
            ) from None
        made.rename(folder)
    return opened


def attachments(content: bytes) -> dict[str, bytes]:
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
    """Make a paper again from what it brings; gives whether the bytes are the same. This runs the program of its archive."""
    content = untrusted_files.bytes_of(paper)
    return content in made_again(folder, attachments(content)[SOURCE], fresh, say).values()
