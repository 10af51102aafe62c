"""The form of an official document (Nghị định 30/2020/NĐ-CP, appendix I): what stands above and below the report."""

from collections.abc import Iterable

from .editions import Edition
from .values.blocks import Form, Line, Paragraph
from .values.display_bundle import NOWHERE, Shown, parsed, to_text
from .values.sourced_text import Document, Text
from .values.vietnamese import join, month

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NOTICE = "notice"  # the heading that says under the title what kind of document it is, where that is not plain
UNKNOWN_NUMBER = "\u00a0" * 8
UNKNOWN_DAY, UNKNOWN_MONTH = "ngày …", "tháng …"  # filled in by hand when the report is registered and signed


def heading(edition: Edition) -> Shown:
    """Agency, national title, number, place and date, name and subject of the report."""
    about = edition.organisation
    number = about("report_number") or UNKNOWN_NUMBER
    kind, mark = str(about("report_kind")).upper(), f"/{about('report_mark')!s}-"
    about_what = str(about("subject")).replace("{period}", f"{edition.label}")
    registered = f"Số: {number}{mark}{about('short_name')}"
    headings = edition.register("headings")
    notices = [*headings["title"][headings["section"] == NOTICE]]  # not named: most departments have none
    lines = {
        "parent": about("parent"),
        "issuer": about("name"),
        "nation": NATION,
        "motto": MOTTO,
        "registered": registered,
        "dated": f"{about('place')}, {_date(edition)}",
        "title": kind,
        "subject": about_what,
    }
    said = [*lines.items(), *(("notice", f"{notice}.") for notice in notices)]
    form = Form("heading", tuple(Line(name, parsed(words)) for name, words in said), str(about("report_date")))
    named = [about("parent"), about("name"), registered, kind, about_what, *notices]
    return Shown((form,), "\n".join(map(to_text, named)))


def introduction(statements: Iterable[str]) -> Shown:
    """The sentence that a report opens with: the document prints it under its name, above the first heading."""
    said = [*statements]
    opening = tuple(Paragraph(parsed(statement), "introduction") for statement in said)
    return Shown(opening, "\n\n".join(map(to_text, said)))


def reported_on(documents: Iterable[Document] = (), when: str = "") -> Shown:
    """What an appendix reports on: the document prints it as the end of the heading, "… theo Quyết định số …".

    when: the words that name the period, which stand before the documents: "thực hiện 6 tháng đầu năm 2024".
    """
    basis = join(f"{document:issued}" for document in documents)
    words = " ".join(filter(None, [when, f"theo {basis}" if basis else ""]))
    return Shown((Paragraph(parsed(words), "heading-end"),), to_text(words)) if words else NOWHERE


def signature(edition: Edition) -> Shown:
    """Recipients on the left, the signatory on the right."""
    about = edition.organisation
    names = edition.register("recipients")["recipient"].tolist()
    mark = f" {about('drafting_mark')}" if about("drafting_mark") else ""  # after the last line, "- Lưu: VT, …."
    lines = [f"- {name};" for name in names[:-1]] + [f"- {name}.{mark}" for name in names[-1:]]
    title, name = about("signatory_title"), about("signatory_name")
    titles = [Text(line, title.cells) for line in title.split("; ")]  # below whom he stands in for: his own post
    said = [*(("recipient", line) for line in lines), *(("post", title) for title in titles), ("signer", name)]
    form = Form("signature", tuple(Line(of, parsed(words)) for of, words in said))
    return Shown((form,), "\n".join(["Nơi nhận:", *map(to_text, lines), *titles, str(name)]))


def _date(edition: Edition) -> Text:
    """The date line: what is not known yet stays open for the pen."""
    value = edition.organisation("report_date") or edition.year
    year, *month_day = value.split("-")
    day = f"ngày {month_day[1]}" if len(month_day) > 1 else UNKNOWN_DAY
    of_month = f"tháng {month(int(month_day[0]))}" if month_day else UNKNOWN_MONTH
    return Text(f"{day} {of_month} năm {year}", value.cells)
