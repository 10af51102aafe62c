"""What a sentence of a notebook says against the figures that it prints: said, or refused, where it is composed."""

import re
from html import unescape
from math import isclose

from .audit.contradictions import CONTRADICTIONS, Facts, Printed, Sentence
from .audit.vocabulary import DOCUMENT, FIGURE
from .data.expressions import ExpressionError, parse
from .data.schema import TABLES
from .editions import Edition
from .language import _
from .problems import InputError, Problem, remark
from .values import digits
from .values.markup import figures_in

_PRINTED = re.compile(r"<data[^>]*>[^<]*</data>")
_CITED = re.compile(r"<cite[^>]*>.*?</cite>")
_NAMED = re.compile(r'<span class="text" data-cells="(\w+):[\d,-]+:(\w+)">([^<]+)</span>')  # a name that a cell has
_TAG = re.compile(r"<[^>]*>")
_SPECS = ("trend", r"tăng|giảm|bằng"), ("times", r".*\blần$"), ("unit", r".*[\xa0%]")  # what the text of a figure says


def look_at(html: str) -> None:
    """Refuse "giảm" before a rise; say what else of a sentence speaks against its figures, which may still be meant so."""
    edition = digits.speaking()
    if not isinstance(edition, Edition) or "<data" not in html:
        return
    sentence, facts = _sentence(html, edition), _Facts(edition, html)
    for rule, (look, stated) in CONTRADICTIONS.items():
        for said in look(sentence, facts):
            if rule == "trend":
                remedy = _("Write {figure:trend} of the change itself, which says what it does.")
                raise InputError(Problem("prose", 0, sentence.words, said, stated, remedy, code="contradicted_figure"))
            remark(_("{said}, in {sentence!r}. Look which of the two is meant.", said=said, sentence=sentence.words))


class _Facts(Facts):
    """The facts, and the names that a sentence has from cells of the tables."""

    def __init__(self, edition: Edition, html: str) -> None:
        super().__init__(edition)
        self._said: dict[tuple[str, str], dict[str, str]] = {}
        for table, column, words in _NAMED.findall(html):
            self._said.setdefault((table, column), {})[unescape(words)] = unescape(words)

    def named(self, table: str, name: str) -> dict[str, str]:
        if labels := super().named(table, name):
            return labels
        is_name = TABLES[table].columns[name].kind == "text" and name != "period"
        known = self.edition.names(table, name) if is_name else ()
        return {each: each for each in known} | self._said.get((table, name), {})


def _sentence(html: str, edition: Edition) -> Sentence:
    """A paragraph as a notebook prints it; a figure that a function of one's own has computed is not looked at."""
    figures = figures_in(html)
    words = _PRINTED.sub(FIGURE, _CITED.sub(DOCUMENT, html.translate({ord(FIGURE): "?", ord(DOCUMENT): "?"})))
    words = unescape(_TAG.sub("", words))
    printed: dict[int, Printed] = {}
    for place, said in zip((match.start() for match in re.finditer(FIGURE, words)), figures, strict=True):
        try:
            expression = parse(said.get("data-key", ""))
            figure = edition.evaluate(expression)
        except ExpressionError:
            continue
        if "value" in said and not isclose(float(figure), float(said["value"])):
            continue  # of another edition: one that the notebook opened beside this one
        spec = next((name for name, looks in _SPECS if re.match(looks, said["text"])), "")
        printed[place] = Printed(spec, expression, figure)
    return Sentence(words, printed, [unescape(said) for _table, _column, said in _NAMED.findall(html)])
