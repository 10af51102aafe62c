"""Which sections are stale: what a section depends on, as fingerprints, and how they compare with the last build.

Nothing here imports pandas: a build with nothing to do reads the CSVs as text and ends.
"""

import json
from pathlib import Path
from typing import Any, TypeAlias

from helpers.data.read_record import CHECKS, Read
from helpers.i18n import _

from ..build_request import STATE
from ..sections import Section
from .notebook_runner import Result
from .snapshot import Snapshot, Tables

State: TypeAlias = dict[str, Any]  # what a build leaves; of a section: what it depended on


def depends_on(taken: Snapshot, result: Result) -> State:
    """What a section that ran just now depended on, to be compared by `reason`."""
    section, every = result.section, [*map(Read.of, result.reads)]
    looked = [read for read in every if read.table != CHECKS]
    return {
        "notebook": taken.codes[section.name],
        "helpers": taken.helpers,
        "schema": taken.tables.schema,
        "reads": [[*read, taken.tables.fingerprint(read)] for read in looked],
        "checks": taken.checks if len(looked) < len(every) else "",
        "elsewhere": next((read.folder for read in looked if read.folder), ""),
    }


def reason(section: Section, taken: Snapshot, state: State) -> str:
    """Why a section is stale, in words; empty if it is fresh. state: what the last build left."""
    last = state.get("sections", {}).get(section.name)
    if last is None:
        return _("not built yet")
    if last["notebook"] != taken.codes[section.name]:
        return _("the notebook changed, or a module beside it")
    if last["helpers"] != taken.helpers or last["schema"] != taken.tables.schema:
        return _("the helpers, the schema or the locked libraries changed")
    if last["checks"] and last["checks"] != taken.checks:
        return _("checks.py changed")
    if last["elsewhere"]:
        return _("it reads another data folder: {elsewhere}", elsewhere=last["elsewhere"])
    names = ", ".join(sorted(changed_files(last, state, taken.tables)))
    return _("rows it read changed: {names}", names=names) if names else ""


def changed_files(last: State, state: State, tables: Tables) -> set[str]:
    """The files in which a section would read something else than when it was built last."""
    if not (changed := tables.changed(state["tables"])):
        return set()
    looked = ((Read.of(stored), seen) for *stored, seen in last["reads"])
    differ = (read for read, seen in looked if tables.may_differ(read, changed) and tables.fingerprint(read) != seen)
    return {f"{read.table}.csv" for read in differ}


def load_state(build: Path) -> State:
    """What a build left; empty where there is none or it is damaged."""
    try:
        return dict(json.loads((build / STATE).read_bytes()))
    except (OSError, ValueError):  # cut short
        return {}
