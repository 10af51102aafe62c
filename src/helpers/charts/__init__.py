"""Charts of figures: one call a chart, named by family; all styling lives here.

Every chart takes figures (a Series by one dimension, a DataFrame by two), draws them with seaborn or matplotlib
as an SVG whose words are text (found by search, read by screen readers), labels values directly, and carries
its values as a table: behind a disclosure for readers, as plain text for nbval. Titles and numbers stand in
HTML, so figures in them keep their source.

A chart's title says what it shows (`prose.highest`, `prose.lowest`, or an f-string of figures), its subtitle what is measured. Where
nothing is certain the title is empty, and the subtitle stands in its place. A sentence refers to a chart by its name
(`reference`); its number is known in the finished document only.

Everything is laid out in points, at the size at which paper prints it, by the widths of the words: nothing is cut off.
"""

from collections.abc import Sequence
from dataclasses import replace

from ..values.blocks import Inlines, Judgment, Reference, Text
from ..values.markup import marked, parsed, to_text  # noqa: F401 (to_text: in the examples)
from .bars import bars, changes, grouped, stacked
from .counts import deadlines, tiles
from .drawn import drawn
from .lines import lines, way

__all__ = [
    "bars", "changes", "deadlines", "drawn", "grouped", "lines", "reference", "referring",
    "stacked", "tiles", "way",
]  # fmt: skip


def reference(name: str) -> str:
    """(Hình 10): a link to a chart by its name, for an f-string, with the space before it.

    The document knows the number; where the period has no figures for the chart, it leaves the reference out.

    >>> to_text(f"Có 92 hồ sơ trễ hạn{reference('late_dossiers')}.")
    'Có 92 hồ sơ trễ hạn (Hình).'
    """
    return marked(Reference("chart", name, "Hình", " (", ")"))


def referring(sentences: Sequence[str], name: str) -> list[str]:
    """Sentences of which the last refers to a chart, before its full stop: for `edition.statements(…)`.

    >>> [to_text(sentence) for sentence in referring(["Có cảnh báo.", "Đã xử lý."], "alerts")]
    ['Có cảnh báo.', 'Đã xử lý (Hình).']
    """
    if not sentences:
        return []
    *others, last = sentences
    return [*others, marked(*_before_stop(parsed(last), parsed(reference(name))))]


def _before_stop(said: Inlines, link: Inlines) -> Inlines:
    """Inlines with others before the full stop that ends them."""
    *before, last = said or (Text(""),)
    if isinstance(last, Judgment):
        return (*before, replace(last, inlines=_before_stop(last.inlines, link)))
    if isinstance(last, Text) and last.text.endswith("."):
        return (*before, replace(last, text=last.text[:-1]), *link, replace(last, text="."))
    return (*said, *link)
