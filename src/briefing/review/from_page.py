"""Remarks that readers wrote on the page, as their browser saved them in one small file: words and places, never markup."""

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from helpers.data.csv_reader import seen
from helpers.data.schema import read_table
from helpers.errors import InputError, Problem, nearest
from helpers.i18n import _

from .. import foreign
from ..build.versions import Version, publications, versions
from ..document.contents import FRONT, Finding, Piece, Run, Section, bare
from ..document.remarks import Place, places, stood
from ..order import Order
from .edits import REMARK, Edit

MOST = 1 << 20  # bytes of a file
MANY = 1000  # remarks in it
LONG = 2000  # letters of a text; the page knows this one, too
_COUNT = 1 << 20  # of letters, rows and cells


class Noted(NamedTuple):
    """A remark in the file. says: what the page said on which it was written (`Contents.digest`).

    section, names, figure, row, cell: where, as the page has it: names of the sentences of a paragraph, the number of a
    table or chart; -1 for none. at: how many letters stand before it in its paragraph. passage: the words around it;
    stood: all of a table or chart that it is about; quoted: those that were chosen. said, by, day: what, by whom, when.
    """

    says: str
    section: str
    names: tuple[str, ...]
    figure: str
    row: int
    cell: int
    at: int
    passage: str
    stood: str
    quoted: str
    said: str
    by: str
    day: str


def from_page(order: Order, path: Path) -> tuple[Version, list[Edit]]:
    """The remarks of a file as what was said of a version. Raises InputError for a file that no page has saved."""
    try:
        stored = json.loads(foreign.content(path, MOST))
    except OSError as error:
        raise _refused("unreadable_file", path, error.strerror or error, _("a file")) from None
    except (ValueError, RecursionError):
        raise _refused("bad_json", path, "", _("remarks that the page has saved, as JSON")) from None
    if not isinstance(stored, dict) or not isinstance(stored.get("remarks"), list) or len(stored["remarks"]) > MANY:
        raise _refused("no_remarks", path, "", _("at most {many} remarks that the page has saved", many=MANY))
    period = stored.get("period")
    periods = [row["period"] for row in read_table(order.data, "periods").values()]
    if not isinstance(period, str) or period not in periods or (order.period and period != order.period):
        wanted = order.period or nearest(str(period)[:40], periods)
        raise _refused("other_period", path, str(period)[:40], _("remarks on period {period}", period=wanted))
    noted = [_noted(path, number, each) for number, each in enumerate(stored["remarks"], 1)]
    own = versions(order.out / period)
    kept = [*own, *publications(order.out, period)]
    if not kept:
        raise _refused(
            "no_build", path, period, _("an edition that was built here, in {folder}", folder=order.out / period)
        )
    says = {version.contents.digest: version for version in kept[::-1]}
    newest = (own or kept)[-1]
    about = [(each, says.get(each.says, newest)) for each in noted]
    known = {folder: places(version.contents) for folder, version in {one.folder: one for _, one in about}.items()}
    return newest, [_edit(each, version, known[version.folder], each.says in says) for each, version in about]


def _refused(code: str, path: Path, value: object, expected: str, column: str = "") -> InputError:
    remedy = _("Ask for the file again, as the page has saved it; nothing was written.")
    return InputError(Problem(str(path), column=column, value=str(value), expected=expected, remedy=remedy, code=code))


def _noted(path: Path, number: int, stored: Any) -> Noted:
    """A remark of the file, of what can be seen in it; nothing else is taken from there."""

    def text(name: str, most: int = LONG, value: Any = None) -> str:
        found = stored.get(name, "") if value is None else value
        if not isinstance(found, str) or len(found) > most:
            where = f"remarks {number}, {name}"
            raise _refused("too_long_text", path, str(found)[:40], _("at most {most} letters", most=most), where)
        lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", seen(found)).strip().splitlines())
        return ("\n" if name == "said" else " ").join(lines)

    def count(name: str) -> int:
        found = stored.get(name, -1)
        return found if type(found) is int and -1 <= found <= _COUNT else -1

    if not isinstance(stored, dict):
        raise _refused("no_remark", path, str(stored)[:40], _("a remark"), f"remarks {number}")
    names = stored.get("names", [])
    found = Noted(
        text("says", 40), text("section", 200), tuple(text("names", 400, name) for name in names[:200]) if isinstance(names, list) else (),
        text("figure", 200), count("row"), count("cell"), count("at"), text("passage", 10 * LONG), text("stood", 10 * LONG), text("quoted"),
        text("said"), text("by", 200), text("day", 10),
    )  # fmt: skip
    if not found.said:
        raise _refused("empty_remark", path, "", _("what was said"), f"remarks {number}, said")
    try:
        dt.date.fromisoformat(found.day)
    except ValueError:
        raise _refused("not_a_date", path, found.day, _("a day, as 2024-05-31"), f"remarks {number}, day") from None
    return found


def _edit(noted: Noted, version: Version, of: Mapping[str, Place], is_known: bool) -> Edit:
    """What was said, at the name of what it is about; at its section where that has no such words (any more).

    of: what can be remarked on. is_known: it is the version on which it was written; else it is about what its writer saw, and void where that is gone.
    """
    found, name = version.contents, noted.section
    if name not in found.sections and name not in version.index.anchors:  # the audit's has an anchor alone
        name = FRONT
    section = found.sections.get(name, Section(name, "", ()))
    about = _about(noted, section, found.findings)
    name, words = (about.name, about.text) if about else (section.name, noted.passage)
    quoted, said, by = map(_no_formula, (noted.quoted or words, noted.said, noted.by))
    pieces, saw = of[name].pieces if about else [], noted.stood or noted.passage
    if about and (is_known or bare("".join(piece.text for piece in pieces)) in bare(saw)):
        stands = stood(pieces)
    elif about:
        stands = _no_formula(saw or quoted or "–")
    else:  # such as a banner: open until somebody answers
        stands = "" if bare(words) in version.index.letters else _no_formula(words)
    return Edit(REMARK, section.name, name, quoted, "", said, by, noted.day, stood=stands)


def _no_formula(words: str) -> str:
    """Words that a spreadsheet takes for no formula."""
    return f"'{words}" if words.startswith(("=", "@", "+", "-")) else words


def _about(noted: Noted, section: Section, findings: dict[str, Finding]) -> Piece | None:
    """The sentence, cell, heading or finding that a remark is about; of a chart or table its caption, by its own name."""
    for name in noted.names:
        if name in findings:
            return Piece(name, (Run(findings[name].words),))
    for passage in section.passages:
        if noted.figure and bare(passage.number) == bare(noted.figure):
            head, *rows = passage.lines
            if 0 <= noted.row < len(rows) and 0 <= noted.cell < len(rows[noted.row].pieces):
                return rows[noted.row].pieces[noted.cell]
            return next((piece._replace(name=passage.name) for piece in head.pieces), None)
    pieces = [piece for piece in section.pieces if piece.name in noted.names]
    end = 0
    for piece in pieces:
        end += len(bare(piece.text))
        if noted.at < end:
            return piece
    words = bare(noted.passage)
    alike = [piece for piece in section.pieces if words and bare(piece.text) == words]
    return next(iter([*pieces[-1:], *alike]), None)
