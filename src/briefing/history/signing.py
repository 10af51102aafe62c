"""`briefing sign`: who stands for what a section says, and for which sections nobody does.

A signature holds a digest of the section's words and figures: when they change it falls, when they are as they were it stands
again. Nobody's identity is checked here; the repository's history says who wrote the row.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Iterator, Mapping

from helpers.data.reading import unseen
from helpers.data.updating import append_row
from helpers.problems import InputError, Problem

from ..build.freshness import Tables
from ..build.locks import locked
from ..build.recipe import locate, plan
from ..build.versions import Version, newest, versions
from ..document.pages import page
from ..document.signed import CHANGED, EVERY, SIGNED, Signed, digests, marks, signatures
from ..order import Order


def sign(
    order: Order,
    wanted: list[str],
    name: str,
    role: str,
    today: dt.date | None = None,
    seen: Mapping[str, str] | None = None,
) -> list[Signed]:
    """Sign sections of the edition as it was built last; gives what was signed.

    wanted: numbers or anchors of sections, "*" for all that the role must sign. seen: the digests of what the signer has looked at, by
    section, where that may be older than the last build. Raises InputError, having written nothing, for a section that there is not, one that has
    changed since the build or since it was seen, an author's own, and a name or a role that no row can hold or nobody is asked for.
    """
    name, role = (" ".join(words.split()) for words in (name, role))
    with locked(order.folder):
        todo = plan(order)
        version = newest(order)
        said = digests(version.said, version.notebooks)
        chosen = _chosen(wanted, role, said, order.period, todo.tables)
        stale = {section.name_in_page: why for section, why in todo.stale.items()}
        problems = [
            *_nobody(name, role, todo.tables),
            *_faults(chosen, said, stale),
            *_changed(chosen, said, seen or said),
        ]
        problems += _own(chosen, name, todo.tables)
        if problems:
            raise InputError(problems)
        day = (today or dt.date.today()).isoformat()
        done = [Signed(section, role, SIGNED, name, day, said[section]) for section in chosen]
        known = {
            (row["section"], row["role"], row["digest"])
            for row in todo.tables.rows("signatures").values()
            if row["period"] == order.period
        }
        for one in done:
            if (one.section, role, one.digest) not in known:
                row = {"section": one.section, "role": role, "name": name, "date": day, "digest": one.digest}
                append_row(order.data / "signatures.csv", {"period": order.period, **row})
        return done


def _chosen(wanted: list[str], role: str, said: Mapping[str, str], period: str, tables: Tables) -> list[str]:
    if wanted != [EVERY]:
        return list(dict.fromkeys(wanted))
    return [one.section for one in signatures(said, period, tables.rows) if one.role == role]


def _faults(chosen: list[str], said: Mapping[str, str], stale: Mapping[str, str]) -> Iterator[Problem]:
    if not chosen:
        remedy = "Name what is signed: I.3.2, or * for all that the role must sign."
        yield Problem("SECTION", expected="at least one section", remedy=remedy)
    for section in chosen:
        if section not in said:
            yield Problem("SECTION", value=section, expected=f"one of {', '.join(said)}", remedy="Correct it.")
        elif section in stale:
            expected = "a section as it was built"
            yield Problem(
                "SECTION", value=section, expected=expected, remedy=f"Build it first ({stale[section]}): briefing build"
            )


def _nobody(name: str, role: str, tables: Tables) -> Iterator[Problem]:
    for place, words in (("--by", name), ("--role", role)):
        if not words or unseen(words):
            expected = f"words without {unseen(words)}" if words else "some words"
            yield Problem(place, value=words, expected=expected, remedy="Say who signs, and as what.")
    roles = dict.fromkeys(row["role"] for row in tables.rows("required_signatures").values())
    if role and roles and role not in roles:
        expected = f"a role that required_signatures.csv names: {', '.join(roles)}"
        yield Problem("--role", value=role, expected=expected, remedy="Correct it, or add its row.")


def _changed(chosen: list[str], said: Mapping[str, str], seen: Mapping[str, str]) -> Iterator[Problem]:
    for section in chosen:
        if section in said and seen.get(section) != said[section]:
            expected = "a section as the signer has seen it"
            yield Problem("SECTION", value=section, expected=expected, remedy="It says something else now: look again.")


def _own(chosen: list[str], name: str, tables: Tables) -> Iterator[Problem]:
    for line, row in tables.rows("authors").items():
        if row["section"] in (*chosen, EVERY) and row["author"].casefold() == name.strip().casefold():
            expected = f"a person other than who writes section {row['section']} (authors.csv, line {line})"
            yield Problem("--by", value=name, expected=expected, remedy="Ask a colleague to sign it.")


def states(order: Order) -> list[Signed]:
    """The signatures of the edition as it was built last; none where it was not, or where nobody must sign."""
    tables = locate(order)
    kept = versions(order.folder)
    return signatures(digests(kept[-1].said, kept[-1].notebooks), order.period, tables.rows) if kept else []


def lines(order: Order) -> Iterator[str]:
    """Each section with its signatures, and where something changed since, how to see what."""
    kept = versions(order.folder)
    for one in states(order):
        title = kept[-1].said[one.section].title if one.section in kept[-1].said else ""
        who = f"{one.name}, {one.date}" if one.name else "nobody yet"
        since = (
            next((v.number for v in reversed(kept) if digests(v.said, v.notebooks).get(one.section) == one.digest), 0)
            if one.state == CHANGED
            else 0
        )
        changed = (
            (f"; changed since: briefing diff {since}" if since else "; changed since") if one.state == CHANGED else ""
        )
        yield f"{one.state} {one.section} {title}  {one.role}: {who}{changed}"


# -- the form of `briefing watch` ---------------------------------------------------------------------------------------


def sign_page(order: Order, refused: Iterable[str] = (), name: str = "", role: str = "") -> str:
    """The sections as they were built last, with who has signed each, and a form to sign them.

    refused: why the last try was; name, role: what was filled in then.

    What a box sends is the section and the digest of what it says, so that nobody stands for what came after they looked.
    """
    tables = locate(order)
    version = newest(order)
    said = digests(version.said, version.notebooks)
    signed = marks(signatures(said, order.period, tables.rows))
    roles = dict.fromkeys(
        row["role"] for name in ("required_signatures", "signatures") for row in tables.rows(name).values()
    )
    rows = [
        _ROW.format(
            value=html.escape(f"{section} {digest}"),
            section=html.escape(_title(section, version)),
            state=html.escape(" ".join(signed.get(section, ("", "")))),
        )
        for section, digest in said.items()
    ]
    label = tables.rows("periods").where((("period", (order.period,)),))
    return page(
        f"Ký báo cáo, {next(iter(label.values()))['label']}",
        _FORM.format(
            refused="".join(f'<p class="refused" role="alert">{html.escape(line)}</p>' for line in refused),
            roles="".join(f'<option value="{html.escape(known)}">' for known in roles),
            name=html.escape(name),
            role=html.escape(role),
            rows="".join(rows),
        ),
    )


def _title(section: str, version: Version) -> str:
    """A section as readers know it: its number and title, or the title of one without a number."""
    title = version.said[section].title if section in version.said else section
    return f"{section} {title}" if section[:1].isupper() and title != section else title


_ROW = '<tr><td><label><input type="checkbox" name="section" value="{value}"> {section}</label></td><td>{state}</td></tr>\n'
_FORM = """{refused}
<form method="post" action="/sign" autocomplete="off">
<p><label>Họ và tên <input name="by" value="{name}" required></label> <label>Chức vụ <input name="role" value="{role}" required list="roles"></label></p>
<datalist id="roles">{roles}</datalist>
<table><thead><tr><th scope="col">Mục</th><th scope="col">Đã ký</th></tr></thead><tbody>
{rows}</tbody></table>
<p>Chữ ký xác nhận nội dung của mục như lần lập báo cáo gần nhất; nội dung thay đổi thì chữ ký không còn hiệu lực.</p>
<p><button>Ký các mục đã chọn</button></p>
</form>
"""
