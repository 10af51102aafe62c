"""What a document is of: title, agency and the headings that no notebook carries."""

from collections.abc import Callable

from helpers.data.indexed_rows import Rows
from helpers.values.vietnamese import lower_first

from .model import Document


def about_of(period: str, rows: Callable[[str], Rows]) -> tuple[Document, dict[str, str]]:
    """A document of a period with its title and agency, and the titles of parts and groups ("I", "I.2") that no notebook carries."""
    own = (("period", (period,)),)
    label = next(row["label"] for row in rows("periods").where(own).values())
    of = next(iter(rows("organisation").where(own).values()), {"name": "", "report_kind": "Báo cáo", "subject": ""})
    title = f"{of['report_kind']} {lower_first(of['subject'])}".strip().replace("{period}", label)
    headings = {row["section"]: row["title"].replace("{period}", label) for row in rows("headings").values()}
    return Document(period, title, of["name"]), headings
