"""The audit of an edition in plain data: made once in a build, for all that ask for it."""

import json
from dataclasses import asdict
from pathlib import Path

from .audit.audit_run import PlainFinding, Summary, audit
from .audit.completeness import find_gaps
from .audit.period_totals import stated_again
from .audit.proofreading import proofread
from .data.read_record import CHECKS, Read
from .editions import Edition
from .editions.period_data import note_reads, reads
from .finding_text import place


def result(edition: Edition) -> Summary:
    """The audit of an edition in plain data (see `helpers.audit.audit_run.audit`), with its gaps; in a build the one that it keeps."""
    kept = _kept(edition)
    if edition.is_of_build and kept.exists():
        found = json.loads(kept.read_bytes())
        note_reads(map(Read.of, found["reads"]))
        return dict(found["audit"])
    note_reads([Read(CHECKS, (), ())])
    checked = audit(edition.records, [*proofread(edition), *stated_again(edition)])
    for finding in checked["findings"]:
        finding["office"] = finding["decision"].get("office") or _owner(finding, edition)
    checked["gaps"] = [asdict(gap) for gap in find_gaps(edition)]
    return checked


def keep_result(edition: Edition) -> None:
    """Make the audit of a build's edition, once, for all that ask for it: who does has read what it has read."""
    reads()
    made = result(edition)
    _kept(edition).write_text(json.dumps({"audit": made, "reads": reads()}), encoding="utf-8")


def _kept(edition: Edition) -> Path:
    return edition.project.root / f".audit-{edition.period}.json"


def _owner(finding: PlainFinding, edition: Edition) -> str:
    """The office that knows what a finding is about; "" where no row of owners.csv says so."""
    places = map(place, [*finding["suspects"], *finding["cells"]])
    found = (edition.owners.of(table, edition.records.row(table, line)) for table, line, _ in places if line)
    return next((office.name for office in found if office), "")
