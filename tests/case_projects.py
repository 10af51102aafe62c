"""The departments that cases begin from: each is made once, and copied for a case."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from doors import MADE_UP, ROOT, run
from workbook_form import fill

FIXTURES = ROOT / "tests" / "fixtures"
FORM, REPORT = "TV_2032-Q3.xlsx", "bao-cao.docx"  # what comes back, as they are called beside `data/`


@cache
def project(name: str) -> Path:
    """library: the small department. form_filled: it has begun 2032-Q3, and its one office has filled in its workbook.
    word_built: 2031-Q3 is built, with its Word file. built: its page alone.
    committed: built, with all of it committed to git.
    made-up: the edition of a province that does not exist, with one section; years: with the period a year later."""
    if name == "library":
        return FIXTURES / name
    home = Path(mkdtemp(prefix="briefing-cases-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    if name in ("made-up", "years"):
        shutil.copytree(MADE_UP, home / name / "data")
        if name == "years":
            shutil.copytree(FIXTURES / "second_year", home / name / "data", dirs_exist_ok=True)
        (home / name / "notebooks").mkdir()
        shutil.copy(ROOT / "notebooks" / "13_publishing.ipynb", home / name / "notebooks")
        return home / name
    made = Path(shutil.copytree(FIXTURES / "library", home / name))
    {"form_filled": _fill_form, "word_built": _build_word, "built": _build, "committed": _commit}[name](made)
    return made


def _fill_form(made: Path) -> None:
    shutil.copytree(FIXTURES / "form_filled" / "data", made / "data", dirs_exist_ok=True)
    declared = made / "data" / "datapackage.json"
    package = json.loads(declared.read_text(encoding="utf-8"))
    package["resources"].append(json.loads((FIXTURES / "form_filled" / "hours.json").read_text(encoding="utf-8")))
    declared.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    for command in (("new", "2032-Q3"), ("forms", "out", "2032-Q3", "--out", ".")):
        ran = run(*command, cwd=made)
        assert ran.exit == 0, ran.err
    fill(made / FORM)


def _build_word(made: Path) -> None:
    ran = run("build", "2031-Q3", "--format", "docx", cwd=made)
    assert ran.exit == 0, ran.err
    shutil.copy(made / "reports" / "2031-Q3" / "briefing-du-thao.docx", made / REPORT)


def _build(made: Path) -> None:
    ran = run("build", "2031-Q3", "--format", "html", cwd=made)
    assert ran.exit == 0, ran.err


def _commit(made: Path) -> None:
    _build(made)
    for name in ("requirements.lock", ".gitignore"):
        shutil.copy(ROOT / name, made)
    commit(made)


def commit(made: Path) -> None:
    """Commit all of a project to its repository, which is made where there is none."""
    git = ("git", "-c", "user.name=An", "-c", "user.email=an@example.org")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "all")):
        subprocess.run([*git, *words], cwd=made, check=True)
