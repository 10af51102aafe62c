"""The form of an official document (Nghị định 30/2020/NĐ-CP, appendix I): what stands above and below the report."""

import re
from collections.abc import Iterable

from .editions import Edition
from .values.citations import Document
from .values.markup import Shown, attributes, to_html, to_text
from .values.texts import Text
from .values.vietnamese import join, month

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_POSTS = re.compile(
    r"(?<!\.)(?<!PHÓ)(?<!CHI)(?<!CỤC) (?=(?:KT|TL|TUQ)\.|(?:PHÓ|CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG|CHI CỤC|CỤC TRƯỞNG)\b)",
    re.IGNORECASE,
)
NOTICE = "notice"  # the heading that says under the title what kind of document it is, where that is not plain
UNKNOWN_NUMBER = "\u00a0" * 8
UNKNOWN_DAY, UNKNOWN_MONTH = "ngày …", "tháng …"  # filled in by hand when the report is registered and signed


def heading(edition: Edition) -> Shown:
    """Agency, national title, number, place and date, name and subject of the report."""
    about = edition.organisation
    number = about("report_number") or UNKNOWN_NUMBER
    kind, mark = str(about("report_kind")).upper(), f"/{about('report_mark')!s}-"
    about_what = str(about("subject")).replace("{period}", f"{edition.label}")
    lines = [
        (
            "issuer",
            f'<p class="upper">{to_html(about("parent"))}</p><p class="upper strong rule">{to_html(about("name"))}</p>',
        ),
        ("nation", f'<p class="strong">{NATION}</p><p class="strong rule motto">{MOTTO}</p>'),
        ("registered", f"<p>Số: {to_html(number)}{to_html(mark)}{to_html(about('short_name'))}</p>"),
        ("dated", f'<p class="date">{to_html(about("place"))}, {to_html(_date(edition))}</p>'),
    ]
    day = attributes(data_day=str(about("report_date")))
    form = "".join(f'<div class="{name}"{day if name == "dated" else ""}>{html}</div>' for name, html in lines)
    headings = edition.register("headings")
    notices = [*headings["title"][headings["section"] == NOTICE]]  # not named: most departments have none
    said = "".join(f'<p class="notice">{to_html(notice)}.</p>' for notice in notices)
    subject = f'<h1>{to_html(kind)}</h1><p class="rule">{to_html(about_what)}</p>{said}'
    named = [about("parent"), about("name"), f"Số: {number}{mark}{about('short_name')}", kind, about_what, *notices]
    text = "\n".join(map(str, named))
    return Shown(f'<header class="form">{form}</header><header class="subject">{subject}</header>', to_text(text))


def introduction(statements: Iterable[str]) -> Shown:
    """The sentence that a report opens with: the document prints it under its name, above the first heading."""
    said = [Shown(f'<p class="introduction">{to_html(statement)}</p>', to_text(statement)) for statement in statements]
    return Shown("\n".join(one.html for one in said), "\n\n".join(one.text for one in said))


def reported_on(documents: Iterable[Document] = (), when: str = "") -> Shown:
    """What an appendix reports on: the document prints it as the end of the heading, "… theo Quyết định số …".

    when: the words that name the period, which stand before the documents: "thực hiện 6 tháng đầu năm 2024".
    """
    basis = join(f"{document:issued}" for document in documents)
    words = " ".join(filter(None, [when, f"theo {basis}" if basis else ""]))
    return Shown(f'<p class="heading-end">{to_html(words)}</p>' if words else "", to_text(words))


def signature(edition: Edition) -> Shown:
    """Recipients on the left, the signatory on the right."""
    about = edition.organisation
    names = edition.register("recipients")["recipient"].tolist()
    mark = f" {about('drafting_mark')}" if about("drafting_mark") else ""  # after the last line, "- Lưu: VT, …."
    lines = [f"- {name};" for name in names[:-1]] + [f"- {name}.{mark}" for name in names[-1:]]
    listed = "".join(f"<p>{to_html(line)}</p>" for line in lines)
    titles = _posts(about("signatory_title"))
    over = "".join(f'<p class="strong upper">{to_html(each)}</p>' for each in titles)
    signer = f'{over}<p class="strong name">{to_html(about("signatory_name"))}</p>'
    html = f'<footer class="signature"><div class="recipients"><p class="lead">Nơi nhận:</p>{listed}</div><div class="signer">{signer}</div></footer>'
    return Shown(
        html,
        "\n".join(["Nơi nhận:", *map(to_text, lines), *titles, str(about("signatory_name"))]),
    )


def _posts(title: Text) -> list[Text]:
    """The lines of who signs: below whom he stands in for, "KT. GIÁM ĐỐC", his own post."""
    lines = _POSTS.split(title) if re.match(r"(?:KT|TM|TL|TUQ)\.", title) else [title]
    return [Text(line, title.cells) for line in lines]


def _date(edition: Edition) -> Text:
    """The date line: what is not known yet stays open for the pen."""
    value = edition.organisation("report_date") or edition.year
    year, *month_day = value.split("-")
    day = f"ngày {month_day[1]}" if len(month_day) > 1 else UNKNOWN_DAY
    of_month = f"tháng {month(int(month_day[0]))}" if month_day else UNKNOWN_MONTH
    return Text(f"{day} {of_month} năm {year}", value.cells)
