"""Whatever a table or a workbook holds: a command ends with 0, 1 or 2, without a traceback, and changes nothing when it refuses."""

import io
import shutil
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from case_projects import FIXTURES, FORM, project
from doors import run
from hypothesis import given, settings
from hypothesis import strategies as st

TABLES = sorted(path.name for path in (FIXTURES / "library" / "data").glob("*.csv"))
PLACES = st.floats(0, 1, exclude_max=True)
SPOILT = st.lists(st.tuples(PLACES, st.integers(0, 12), st.binary(max_size=8)), min_size=1, max_size=3)
FEW = settings(max_examples=settings().max_examples // 4)  # each runs a command


def spoil(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """At each place some bytes are deleted, and others stand there."""
    for place, deleted, added in edits:
        at = int(place * len(content))
        content = content[:at] + added + content[at + deleted :]
    return content


def ends_well(name: str, file: str, content: bytes, *command: str) -> None:
    with TemporaryDirectory() as folder:
        at = Path(shutil.copytree(project(name), Path(folder, name)))
        (at / file).write_bytes(content)
        ran = run(*command, cwd=at)
    assert ran.exit in (0, 1, 2) and "Traceback" not in ran.out + ran.err, ran.err
    assert not ran.changes or (ran.exit == 0 and command[0] == "forms")
    assert ran.exit != 2 or ran.problems


@FEW
@given(st.sampled_from(TABLES), SPOILT)
def test_a_spoilt_table_is_read_or_refused(table, edits):
    spoilt = spoil((FIXTURES / "library" / "data" / table).read_bytes(), edits)
    ends_well("library", f"data/{table}", spoilt, "check")


@FEW
@given(SPOILT)
def test_a_spoilt_workbook_is_taken_or_refused(edits):
    ends_well(
        "form_filled", FORM, spoil((project("form_filled") / FORM).read_bytes(), edits), "forms", "in", FORM, "--yes"
    )


@FEW
@given(PLACES, SPOILT)
def test_a_workbook_with_a_spoilt_part_is_taken_or_refused(which, edits):
    with zipfile.ZipFile(project("form_filled") / FORM) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[int(which * len(parts))]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, spoil(content, edits) if part == name else content)
    ends_well("form_filled", FORM, packed.getvalue(), "forms", "in", FORM, "--yes")
