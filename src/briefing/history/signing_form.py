"""The form of `briefing build --watch` with which sections are signed: their words, findings and remarks, and what changed since they were signed."""

from collections.abc import Iterable

from lxml import html as lxml_html
from lxml.html.builder import E

from ..build.recipe import locate
from ..build.versions import newest, versions
from ..document.pages import page
from ..document.remarks import standing
from ..document.signed import CHANGED, Signed, marks, signatures
from ..order import Order
from ..sections import section_id
from .changes.comparing import Changes, compare
from .changes.listed import entry
from .signing import signed_version


def sign_page(order: Order, refused: Iterable[str] = (), name: str = "", role: str = "", despite: str = "") -> str:
    """The sections as last built, with who has signed each, and a form. refused: why the last try was, with its words."""
    order, tables = locate(order)
    kept = versions(order.folder)
    contents = newest(order).contents
    signed = signatures(contents.sections, order.period, tables.rows)
    asked = [row for table in ("required_signatures", "signatures") for row in tables.rows(table).values()]
    (label,) = (row["label"] for row in tables.rows("periods").values() if row["period"] == order.period)

    compared: dict[int, Changes] = {}

    def since(one: Signed) -> str | None:
        """What a section says otherwise than when it was signed; None where that is not kept."""
        if (version := signed_version(one.section, one.digest, kept)) is None:
            return None
        if version.number not in compared:
            compared[version.number] = compare(version, kept[-1])
        effects = compared[version.number].by_section().get(one.section, [])
        return str(lxml_html.tostring(E.ul(*map(entry, effects)), encoding="unicode"))

    return page(
        "sign.html.j2",
        title=f"Ký báo cáo, {label}",
        refused=refused,
        roles=dict.fromkeys(row["role"] for row in asked),
        sections=contents.sections.values(),
        open=[(id_, finding) for id_, finding in contents.findings.items() if finding.is_open],
        remarks=standing(contents, order.period, tables.rows),
        changed=[one for one in signed if one.state == CHANGED],
        since=since,
        id_of=section_id,
        marks=marks(signed),
        name=name,
        role=role,
        despite=despite,
    )
