"""What keeps an edition from being final: open errors, implausible numbers that nobody looked at, late questions, gaps."""

import datetime as dt

from helpers import audit_result
from helpers.audit.decisions import Decision
from helpers.editions import Edition
from helpers.errors import Problem, refuse
from helpers.finding_text import sentence
from helpers.i18n import _
from helpers.values.blocks import Figure, List, Paragraph, inlines_of, plain
from helpers.values.vietnamese import MISSING

from ..document.model import Document, section_name, text_runs

REMEDY = _("Add what is missing, or a row of absences.csv that says why it is not there.")


def refuse_open(edition: Edition) -> None:
    """Refuse the copy that is sent, with all that is open: errors, numbers nobody looked at, late questions, gaps."""
    checked, problems = audit_result.result(edition), list[Problem]()
    decide, day = _("Decide it: {briefing} decide"), dt.date.today()
    for each in checked["findings"]:
        decision = Decision(**each["decision"]) if each["decision"] else None
        place = ("audit", 0, each["id"], sentence(each, edition))
        if each["severity"] == "error" and each["state"] != "accepted":
            problems.append(Problem(*place, _("no open error in a final edition"), decide, code="open_error"))
        elif each["kind"] == "plausibility" and decision is None:
            expected = _("no implausible number that nobody has looked at in a final edition")
            problems.append(Problem(*place, expected, decide, code="unseen_implausible_number"))
        if decision and decision.is_late(day):
            expected, remedy = _("an answer by {due} from {office}", **vars(decision)), _("Enter it, or ask again.")
            place = ("questions.csv", 0, each["id"], decision.words)
            problems.append(Problem(*place, expected, remedy, code="late_answer"))
    for gap in checked["gaps"]:
        office = f" ({gap['office']})" if gap["office"] else ""
        place = f"{gap['rows'].partition('.')[0]}.csv", 0, gap["rows"], gap["words"] + office
        problems.append(Problem(*place, _("no gap in a final edition"), REMEDY, code="gap"))
    refuse(problems)


def refuse_missing(made: Document) -> None:
    """Refuse the copy that is sent with sentences of notebooks that print a number which nobody has stated: "đạt - trên 16.823 người"."""
    problems, expected = list[Problem](), _("no sentence that prints “-” for a number in a final edition")
    remedy = _("Enter the number, or leave out what lacks it: words if figure else '', values[values.notna()].")
    for section, block in made.parts(annex=False):
        for at in text_runs(block):
            if not isinstance(at.block, Paragraph | List) or at.block.style == "doubts":
                continue
            if any(isinstance(each, Figure) and each.text == MISSING for each in inlines_of(at.inlines)):
                name, words = section_name(section), " ".join(plain(at.inlines).split())
                file = f"notebooks/{(section and section.notebook) or '*.ipynb'}"
                problems.append(Problem(file, 0, name, words, expected, remedy, code="missing_figure_in_sentence"))
    refuse(problems)
