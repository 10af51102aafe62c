"""What `briefing diff` says, as data."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

from conftest import briefing


def difference(data: Path, out: Path, *versions: str) -> SimpleNamespace:
    """causes: of place, old, new, by, reason; effects: of section, id, where, old, new, causes."""
    ran = briefing("diff", *versions, "--data", data, "--out", out, "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    causes = [SimpleNamespace(**each) for each in found["causes"]]
    effects = [SimpleNamespace(**each | {"causes": [causes[n] for n in each["causes"]]}) for each in found["effects"]]
    return SimpleNamespace(causes=causes, effects=effects, said=ran.err.splitlines())
