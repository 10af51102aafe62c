"""The form of `briefing build --watch` with which sections are signed: what each prints, its findings and remarks, and what changed since it was signed."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby

from helpers.values.blocks import plain

from ..build.pipeline import locate
from ..build.versions import newest, versions
from ..document.page_templates import page
from ..document.passages import Passage, title
from ..document.remarks import standing
from ..document.signatures import CHANGED, Signed, marks, signatures
from ..order import Order
from ..sections import section_id
from .change_list import Line, effect_line
from .compare import Changes, compare
from .signing import open_findings, signed_version


def sign_page(order: Order, refused: Iterable[str] = (), name: str = "", role: str = "", despite: str = "") -> str:
    """The sections as last built, with who has signed each, and a form. refused: why the last try was, with its words."""
    order, tables = locate(order)
    kept, built = versions(order.folder), newest(order)
    signed = signatures(built.digests, order.period, tables.rows)
    asked = [row for table in ("required_signatures", "signatures") for row in tables.rows(table).values()]

    @cache
    def changes(number: int) -> Changes:
        return compare(next(each for each in kept if each.number == number), built)

    def since(one: Signed) -> list[Line] | None:
        """What a section says otherwise than when it was signed; None where that is not kept."""
        if (version := signed_version(one.section, one.digest, kept)) is None:
            return None
        own = (effect for effect in changes(version.number).effects if effect.section == one.section)
        return [effect_line(effect).into("vi") for effect in own]

    return page(
        "sign.html.j2",
        title=f"Ký {built.document.title}",
        refused=refused,
        roles=dict.fromkeys(row["role"] for row in asked),
        sections=[(each, title(own), built.digests[each], _as_signed(own)) for each, own in built.printed.items()],
        open=open_findings(built),
        plain=plain,
        remarks=standing(built.document, order.period, tables.rows),
        changed=[(one, since(one)) for one in signed if one.state == CHANGED],
        id_of=section_id,
        marks=marks(signed),
        name=name,
        role=role,
        despite=despite,
    )


def _as_signed(printed: list[Passage]) -> list[tuple[str, list[list[str]]]]:
    """What the digest of a section is made of: tables, and passages as tables of one cell."""
    found = []
    for _table, own in groupby(
        (each for each in printed if not each.folded), lambda each: each.within[:1] or (each.id,)
    ):
        told = [[each.text for each in row] for _row, row in groupby(own, lambda each: each.within[1:] or (each.id,))]
        found.append(("p" if len(told) == len(told[0]) == 1 else "table", told))
    return found
