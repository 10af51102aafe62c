"""The shared tables: what each holds, its columns with their units and codes, and what identifies a row.

This is the one declaration from which the checks of a table's text, the types on loading and the data dictionary
(`data/README.md`) follow. A periodic table has a `period` column first, which belongs to its key; a sourced
table has a `source` column last, which says where in the source report the row stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Field:
    """A column. `unit` of a number may be "@unit": it stands in the row's own `unit` column."""

    name: str
    kind: Literal["text", "code", "number", "date", "reference", "expression", "flag"]
    about: str
    unit: str = ""
    codes: str = ""  # the list in codes.csv
    table: str = ""  # the table a reference points to
    empty: bool = False  # may be empty: not stated, not applicable
    least: float | None = 0  # a number's lower bound


@dataclass(frozen=True)
class Table:
    name: str
    title: str  # Vietnamese, shown to reviewers beside a figure's source
    about: str  # English, for the data dictionary
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    periodic: bool = True
    sourced: bool = True
    columns: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first = (PERIOD,) if self.periodic and self.name != "periods" else ()
        last = (SOURCE,) if self.sourced else ()
        object.__setattr__(self, "columns", {f.name: f for f in (*first, *self.fields, *last)})

    @property
    def full_key(self) -> tuple[str, ...]:
        return ("period", *self.key) if self.periodic and "period" not in self.key else self.key


def text(name: str, about: str, empty: bool = False) -> Field:
    return Field(name, "text", about, empty=empty)


def code(name: str, codes: str, about: str, empty: bool = False) -> Field:
    return Field(name, "code", about, codes=codes, empty=empty)


def number(name: str, unit: str, about: str, empty: bool = False, least: float | None = 0) -> Field:
    return Field(name, "number", about, unit=unit, empty=empty, least=least)


def day(name: str, about: str, empty: bool = False) -> Field:
    return Field(name, "date", about, empty=empty)


def refers(name: str, table: str, about: str, empty: bool = False) -> Field:
    return Field(name, "reference", about, table=table, empty=empty)


def expression(name: str, about: str, empty: bool = False) -> Field:
    return Field(name, "expression", about, empty=empty)


def order(about: str = "place in the printed order") -> Field:
    return Field("order", "number", about, least=1)


PERIOD = refers("period", "periods", "the edition's period")
SOURCE = text("source", "where the source report states it: section, footnote (chú thích) or appendix (Phụ lục)")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "codes",
            "Danh mục mã",
            "Every code used in the tables, with its Vietnamese label and its order in tables and charts.",
            ("list", "code"),
            (
                text("list", "which list"),
                text("code", "the code as written in the tables"),
                order("place in tables and charts"),
                text("label", "Vietnamese label for readers"),
            ),
            periodic=False,
            sourced=False,
        ),
        Table(
            "headings",
            "Đề mục",
            "Headings above the notebooks' own: parts and groups of sections, in the report's numbering.",
            ("section",),
            (text("section", "section number"), text("title", "heading")),
            periodic=False,
            sourced=False,
        ),
        Table(
            "periods",
            "Kỳ báo cáo",
            "One row a period that can be reported.",
            ("period",),
            (
                text("period", "the period's key: 2024-H1, 2024-Q3, 2024-9M, 2024"),
                text("label", "as the title of the report names it"),
                code("kind", "period_kind", "length of the period"),
                day("date_from", "first day"),
                day("date_to", "last day"),
                text("previous", "key of the period before, or of the year before"),
                text("last_year", "key of the same period last year"),
                number("year_share", "%", "how much of the year has passed at the end: the mark in progress bars"),
                Field("estimated", "flag", "true if the figures are estimates (ước thực hiện)"),
            ),
            sourced=False,
        ),
        Table(
            "cutoffs",
            "Mốc thời gian của số liệu",
            "From when to when a source counts, where it differs from the period.",
            ("subject",),
            (
                code("subject", "cutoff", "what is counted"),
                day("date_from", "first day counted"),
                day("date_to", "last day counted"),
            ),
        ),
        Table(
            "organisation",
            "Cơ quan báo cáo",
            "Who reports and who signs: one row an edition.",
            (),
            (
                text("name", "the reporting agency"),
                text("parent", "the agency above it"),
                text("short_name", "abbreviation in document numbers"),
                text("province", "the province, with its kind"),
                text("place", "place in the date line"),
                text("report_number", "number of the report, empty until registered", empty=True),
                text("report_date", "date of the report as far as known: YYYY-MM or YYYY-MM-DD"),
                refers("request", "documents", "the document that asked for the report"),
                text("signatory_title", "office of the signatory"),
                text("signatory_name", "name of the signatory"),
                text("drafting_mark", "the drafter's mark", empty=True),
            ),
        ),
        Table(
            "recipients", "Nơi nhận", "Who receives the report.", ("order",), (order(), text("recipient", "as printed"))
        ),
        Table(
            "counts",
            "Số liệu đơn lẻ",
            "Single facts, one a row.",
            ("item",),
            (
                text("item", "what it is"),
                text("label", "Vietnamese name"),
                number("value", "@unit", "the figure as reported"),
                text("unit", "unit"),
                code("qualifier", "qualifier", "how the source qualifies the figure", empty=True),
                number("growth", "%", "stated change on the same period last year, percent", empty=True, least=None),
                number(
                    "change", "@unit", "stated change on the same period last year, absolute", empty=True, least=None
                ),
            ),
        ),
        Table(
            "controls",
            "Số kiểm soát",
            "Totals, shares, ratios, growth and densities that the source states beside the parts: the audit compares them with what is computed.",
            ("control",),
            (
                text("control", "what is stated"),
                code("kind", "control_kind", "how it relates to the expression"),
                expression("expression", "what it restates, in the words of the tables"),
                number("value", "@unit", "as stated", least=None),
                text("unit", "unit"),
            ),
        ),
        Table(
            "coverage",
            "Mức độ bao phủ",
            "How many out of how many.",
            ("subject", "level"),
            (
                code("subject", "coverage", "what is covered"),
                code("level", "level", "administrative level", empty=True),
                number("done", "đơn vị", "covered"),
                number("total", "đơn vị", "of how many", empty=True),
            ),
        ),
        Table(
            "edocuments",
            "Văn bản điện tử",
            "Electronic documents sent and received.",
            ("level", "direction"),
            (
                code("level", "level", "administrative level"),
                code("direction", "direction", "sent or received"),
                number("documents", "văn bản", "documents"),
            ),
        ),
        Table(
            "online_rates",
            "Tỷ lệ làm việc trên môi trường mạng",
            "Shares of work done online.",
            ("measure", "level"),
            (
                code("measure", "online_rate", "which share"),
                code("level", "level", "administrative level"),
                number("percent", "%", "share"),
            ),
        ),
        Table(
            "online_services",
            "Dịch vụ công trực tuyến",
            "Online public services on offer.",
            ("level", "kind"),
            (
                code("level", "level", "administrative level"),
                code("kind", "service_kind", "end-to-end (toàn trình) or partial (một phần)"),
                number("services", "dịch vụ", "services"),
            ),
        ),
        Table(
            "dossiers_received",
            "Hồ sơ tiếp nhận",
            "Dossiers of administrative procedures received. A level without a channel has no row.",
            ("level", "channel"),
            (
                code("level", "level", "administrative level, or the land registration office"),
                code("channel", "channel", "how they were submitted"),
                number("dossiers", "hồ sơ", "dossiers"),
            ),
        ),
        Table(
            "dossiers_resolved",
            "Hồ sơ giải quyết",
            "Dossiers resolved.",
            ("level", "timeliness"),
            (
                code("level", "level", "administrative level, or the land registration office"),
                code("timeliness", "timeliness", "before or on time, or late"),
                number("dossiers", "hồ sơ", "dossiers"),
            ),
        ),
        Table(
            "report_forms",
            "Biểu điện tử kinh tế - xã hội",
            "Electronic forms of the socio-economic reporting system.",
            ("kind",),
            (code("kind", "form_kind", "report or data form"), number("forms", "biểu", "forms")),
        ),
        Table(
            "media_items",
            "Tin liên quan đến tỉnh",
            "Items about the province found on the internet and social media.",
            ("tone",),
            (code("tone", "tone", "tone of the item"), number("items", "tin", "items")),
        ),
        Table(
            "alerts",
            "Cảnh báo an toàn thông tin",
            "Alerts of the security monitoring systems. A system without a severity has no row.",
            ("monitor", "severity"),
            (
                code("monitor", "monitor", "what is monitored"),
                code("severity", "severity", "severity"),
                number("alerts", "cảnh báo", "alerts"),
            ),
        ),
        Table(
            "training",
            "Đào tạo, tập huấn",
            "Training by course and audience.",
            ("course", "audience"),
            (
                code("course", "course", "course"),
                code("audience", "audience", "who was trained"),
                number("classes", "lớp", "classes", empty=True),
                number("learners", "người", "learners"),
                code("qualifier", "qualifier", "how the source qualifies the learners", empty=True),
            ),
        ),
        Table(
            "databases",
            "Cơ sở dữ liệu",
            "The province's databases and their sizes, one measure a row.",
            ("database", "item"),
            (
                text("database", "which database"),
                text("item", "what is counted in it"),
                text("name", "Vietnamese name of the database"),
                text("label", "Vietnamese name of the item"),
                number("value", "@unit", "size"),
                text("unit", "unit"),
                code("qualifier", "qualifier", "how the source qualifies it", empty=True),
            ),
        ),
        Table(
            "equipment",
            "Thiết bị Trung tâm Tích hợp dữ liệu",
            "Equipment of the data centre.",
            ("equipment",),
            (
                code("equipment", "equipment", "what it is"),
                number("units", "thiết bị", "how many"),
                number("capacity", "TB", "storage capacity together", empty=True),
            ),
        ),
        Table(
            "internet_links",
            "Đường truyền internet",
            "Bandwidth of the data centre's links.",
            ("provider", "route"),
            (
                code("provider", "provider", "internet provider"),
                code("route", "route", "domestic or international"),
                number("speed", "Mbps", "bandwidth"),
            ),
        ),
        Table(
            "postal_points",
            "Điểm phục vụ bưu chính",
            "Postal service points.",
            ("kind",),
            (code("kind", "postal_point", "kind of point"), number("points", "điểm", "points")),
        ),
        Table(
            "base_stations",
            "Trạm BTS",
            "Mobile base stations.",
            ("generation",),
            (code("generation", "generation", "network generation"), number("stations", "trạm", "stations")),
        ),
        Table(
            "subscribers",
            "Thuê bao viễn thông",
            "Subscribers at the end of the period.",
            ("service", "subscription"),
            (
                code("service", "service", "telephone or internet"),
                code("subscription", "subscription", "kind of subscription"),
                number("total", "thuê bao", "at the end of the period"),
            ),
        ),
        Table(
            "subscribers_added",
            "Thuê bao phát triển mới",
            "Subscribers added in the period.",
            ("service", "subscription"),
            (
                code("service", "service", "telephone or internet"),
                code("subscription", "subscription", "kind of subscription"),
                number("added", "thuê bao", "added in the period"),
            ),
        ),
        Table(
            "licences",
            "Giấy phép xuất bản, họp báo",
            "Licences granted.",
            ("licence",),
            (code("licence", "licence", "kind of licence"), number("licences", "giấy phép", "licences")),
        ),
        Table(
            "indicators",
            "Chỉ tiêu phát triển ngành",
            "Appendix 1: the year's indicators.",
            ("indicator",),
            (
                text("indicator", "number as printed; children as 7.1"),
                refers("parent", "indicators", "the indicator it is a part of", empty=True),
                order(),
                text("name", "name"),
                text("unit", "unit"),
                text("accrual", "flow: adds up over the year; level: a state at a date"),
                number("previous", "@unit", "actual of the year before", empty=True),
                number("plan", "@unit", "plan of the year", empty=True),
                number("estimate", "@unit", "estimate for the period", empty=True),
                number("decision_target", "@unit", "target set by the provincial People's Committee", empty=True),
            ),
        ),
        Table(
            "decision_tasks",
            "Nhiệm vụ theo quyết định của UBND tỉnh",
            "Appendix 2: tasks assigned by the decision on the year's plan.",
            ("task",),
            (
                number("task", "", "number in the appendix", least=1),
                text("decision_item", "number in the decision"),
                text("name", "task"),
                text("due", "deadline as printed"),
                day("due_by", "last day of the deadline"),
                text("authority", "who issues the product"),
                text("product", "product"),
                code("state", "task_state", "state; empty: not stated", empty=True),
            ),
        ),
        Table(
            "task_documents",
            "Văn bản của nhiệm vụ",
            "Documents submitted and issued for a task of appendix 2.",
            ("task", "step", "order"),
            (
                refers("task", "decision_tasks", "the task"),
                code("step", "step", "submitted or issued"),
                order(),
                refers("document", "documents", "the document"),
            ),
        ),
        Table(
            "assigned_tasks",
            "Nhiệm vụ được giao",
            "Appendix 3: tasks given by the provincial People's Committee and its chairman.",
            ("state", "deadline"),
            (
                code("state", "task_state", "completed or pending"),
                code("deadline", "deadline", "in time or overdue"),
                number("tasks", "nhiệm vụ", "tasks"),
            ),
        ),
        Table(
            "plan_groups",
            "Nhóm nhiệm vụ, dự án",
            "Appendix 4: headings of the plan's groups, in printed order.",
            ("group",),
            (
                text("group", "group"),
                order(),
                text("number", "number as printed", empty=True),
                text("title", "heading"),
                refers("parent", "plan_groups", "the group above", empty=True),
            ),
        ),
        Table(
            "plan_projects",
            "Nhiệm vụ, dự án",
            "Appendix 4: tasks and projects of the digital transformation plan.",
            ("project",),
            (
                text("project", "row"),
                order(),
                refers("group", "plan_groups", "its group"),
                text("number", "number as printed"),
                text("name", "task or project"),
                text("lead", "lead agency as printed"),
                text("due", "deadline as printed", empty=True),
                day("due_by", "last day of the deadline", empty=True),
                code("state", "project_state", "reported, in progress; empty: nothing reported", empty=True),
                text("result", "result as printed; may have several lines", empty=True),
            ),
        ),
        Table(
            "connected_systems",
            "Hệ thống kết nối Trung tâm IOC",
            "Systems connected to the operations centre.",
            ("system",),
            (text("system", "system"), order(), text("name", "name")),
        ),
        Table(
            "documents",
            "Văn bản viện dẫn",
            "Every document that the report cites.",
            ("document",),
            (
                text("document", "the number as printed, or a slug for a document without one"),
                code("kind", "document_kind", "kind"),
                text("number", "number as printed", empty=True),
                day("date", "date", empty=True),
                text("issuer", "issuer", empty=True),
                text("title", "subject", empty=True),
            ),
        ),
        Table(
            "citations",
            "Trích dẫn văn bản",
            "Where each document is cited and in what role; counts of documents are counted here.",
            ("section", "role", "order"),
            (
                text("section", "section that cites it, as the report numbers it: I.2.7, Phụ lục III"),
                code("role", "citation_role", "role and kind in which the section lists it"),
                order(),
                refers("document", "documents", "the document"),
            ),
        ),
        Table(
            "rules",
            "Quy tắc kiểm tra",
            "What must hold of the data, beside the controls. `left relation right`, once or for each code of a dimension.",
            ("rule",),
            (
                text("rule", "the rule's name"),
                code("kind", "rule_kind", "what kind of rule"),
                code("severity", "rule_severity", "error: a contradiction; warning: look at it"),
                text("each", "dimension whose codes replace {each} in the expressions", empty=True),
                expression("left", "a figure, or a column for rules about registers"),
                text(
                    "relation",
                    "=, <=, >=, ~ (same order of magnitude), one population, growth of parts, whole numbers, blocks differ, consecutive, in order of, unique, one spelling, not after",
                ),
                expression("right", "a figure, or columns", empty=True),
                text("statement", "what must hold, in Vietnamese, for reviewers"),
            ),
            periodic=False,
            sourced=False,
        ),
        Table(
            "statements",
            "Nội dung định tính",
            "Qualitative content in the project's own words. {expression:format} prints a figure, {document('NUMBER')} cites a document.",
            ("section", "topic", "order"),
            (
                text("section", "section it belongs to, as the report numbers it: I.2.7, Phụ lục III"),
                code("kind", "statement_kind", "what it is"),
                text("topic", "what it speaks of, a short English word; a section prints a topic at one place"),
                order("place within the topic"),
                text("text", "the statement, a paragraph"),
            ),
        ),
        Table(
            "corrections",
            "Số liệu đính chính",
            "Decided corrections: applied when loading, printed as corrected. Refused if the old value no longer stands in the table.",
            ("figure",),
            (
                expression("figure", "the one cell, in the words of the tables"),
                text("old", "value as reported"),
                text("new", "value decided"),
                text("reason", "why"),
                text("decided_by", "who decided"),
                day("date", "when"),
            ),
            sourced=False,
        ),
        Table(
            "acceptances",
            "Phát hiện được chấp nhận",
            "Findings of the audit that someone accepted, with the reason.",
            ("finding",),
            (
                text("finding", "the finding's number"),
                text("reason", "why it may stand"),
                text("decided_by", "who decided"),
                day("date", "when"),
            ),
            sourced=False,
        ),
    )
}
