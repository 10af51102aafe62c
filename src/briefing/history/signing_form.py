"""The form of `briefing watch` with which sections are signed: their words, the findings in them, and what changed since they were signed."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from lxml import html as lxml_html
from lxml.html.builder import E

from ..build.recipe import locate
from ..build.versions import Version, newest, versions
from ..document.contents import Finding, Section
from ..document.pages import page
from ..document.signed import CHANGED, Signed, marks, signatures
from ..order import Order
from .changes.comparing import Changes, compare
from .changes.listed import entry
from .signing import signed_version


def sign_page(order: Order, refused: Iterable[str] = (), name: str = "", role: str = "", despite: str = "") -> str:
    """The sections as they were built last, with who has signed each, and a form to sign them.

    refused: why the last try was; name, role, despite: what was filled in then.

    What a box sends is the section and the digest of what it says, so that nobody stands for what came after they looked; a box
    beside an open error says that the signer has seen it.
    """
    order, tables = locate(order)
    version = newest(order)
    signed = signatures(version.contents.sections, order.period, tables.rows)
    compared = _Compared(version, versions(order.folder))
    roles = dict.fromkeys(
        row["role"] for name in ("required_signatures", "signatures") for row in tables.rows(name).values()
    )
    state = marks(signed)
    rows = [
        _ROW.format(
            value=html.escape(f"{section} {words.digest}"),
            section=html.escape(_title(words)),
            words="".join(_words(words)),
            findings=_findings(section, version.contents.findings),
            changes="".join(compared.since(one) for one in signed if one.section == section and one.state == CHANGED),
            state=html.escape(" ".join(state.get(section, ("", "")))),
        )
        for section, words in version.contents.sections.items()
    ]
    label = tables.rows("periods").where((("period", (order.period,)),))
    return page(
        f"Ký báo cáo, {next(iter(label.values()))['label']}",
        _FORM.format(
            refused="".join(f'<p class="refused" role="alert">{html.escape(line)}</p>' for line in refused),
            roles="".join(f'<option value="{html.escape(known)}">' for known in roles),
            name=html.escape(name),
            role=html.escape(role),
            despite=html.escape(despite),
            rows="".join(rows),
        ),
    )


def _title(words: Section) -> str:
    """A section as readers know it: its number and title, or the title of one without a number."""
    return f"{words.name} {words.title}" if words.name[:1].isupper() else words.title


def _words(words: Section) -> Iterator[str]:
    """What is signed, without layout: paragraphs, tables and the values of charts."""
    for passage in words.passages:
        if passage.kind in ("table", "chart"):
            rows = ("".join(f"<td>{html.escape(piece.text)}</td>" for piece in line.pieces) for line in passage.lines)
            yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        elif passage.kind != "heading":
            yield f"<p>{html.escape(' '.join(piece.text for line in passage.lines for piece in line.pieces))}</p>"


def _findings(section: str, found: dict[str, Finding]) -> str:
    """The findings of a section that nobody has accepted; an error has a box, which says that the signer has seen it."""
    items = [
        (_ERROR if finding.is_error else _WARNING).format(id=html.escape(name), words=html.escape(finding.words))
        for name, finding in found.items()
        if finding.is_open and section in finding.sections
    ]
    return f"<p>Phát hiện kiểm tra chưa xử lý:</p><ul>{''.join(items)}</ul>" if items else ""


class _Compared:
    """What sections say otherwise than when they were signed; each version is compared once."""

    def __init__(self, now: Version, kept: list[Version]) -> None:
        self._now, self._kept = now, kept
        self._found: dict[int, Changes] = {}

    def since(self, one: Signed) -> str:
        version = signed_version(one, self._kept)
        if version is None:
            return f"<p>{html.escape(one.role)}: nội dung lúc ký không còn được lưu.</p>"
        if version.number not in self._found:
            self._found[version.number] = compare(version, self._now)
        effects = self._found[version.number].by_section().get(one.section, [])
        listed = lxml_html.tostring(E.ul(*map(entry, effects)), encoding="unicode")
        return f"<p>Thay đổi từ khi {html.escape(one.name)} ký:</p>{listed}"


_ROW = """<tr><td><label><input type="checkbox" name="section" value="{value}"> {section}</label>
<details><summary>Nội dung được ký</summary>{words}</details>{findings}{changes}</td><td>{state}</td></tr>
"""
_WARNING = "<li>{words} <code>{id}</code></li>"
_ERROR = """<li>{words} <code>{id}</code> <label><input type="checkbox" name="known" value="{id}"> Ký dù còn lỗi này</label></li>"""
_FORM = """{refused}
<form method="post" action="/sign" autocomplete="off">
<p><label>Họ và tên <input name="by" value="{name}" required></label> <label>Chức vụ <input name="role" value="{role}" required list="roles"></label></p>
<p><label>Lý do ký khi còn lỗi <input name="despite" value="{despite}" size="60"></label></p>
<datalist id="roles">{roles}</datalist>
<table><thead><tr><th scope="col">Mục</th><th scope="col">Đã ký</th></tr></thead><tbody>
{rows}</tbody></table>
<p>Chữ ký xác nhận nội dung của riêng từng mục như lần lập báo cáo gần nhất; nội dung thay đổi thì chữ ký không còn hiệu lực.</p>
<p><button>Ký các mục đã chọn</button></p>
</form>
"""
