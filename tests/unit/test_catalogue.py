"""What the program says stands in the catalogue, in Vietnamese too; what an analyst types is said as it can be typed here."""

from __future__ import annotations

import ast
import errno
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from conftest import COMMAND, ROOT, briefing

from briefing.faults import of_machine
from helpers.errors import InputError, Problem, refusal
from helpers.i18n import COMPILED, Message, _, command, language, ngettext

CATALOGUE = runpy.run_path(str(ROOT / ".ci" / "catalogue.py"))
SPOKEN = {  # what a call says to people: its name → which of its arguments
    "Problem": (4, 5, "expected", "remedy"),
    "UsageError": (0,),
    "BadParameter": (0,),
    "NothingWritten": (0,),
    "NotFinished": (0,),
    "ExpressionError": (0,),
    "SchedulerLost": (0,),
    "_Fault": (2, 3),
    "unknown_name": (1,),
    "print": (0,),
    "option": ("help",),
    "say": (0,),
    "ask": (0,),
    "refuse": (3,),
    "tell": (3,),
    "NotRead": (0, 1, 2),
}


def bare(path: Path) -> Iterator[str]:
    """Texts that are said without the catalogue, also by way of a variable called `expected`, `remedy` or `said`."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        spoken: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            which = SPOKEN.get(name, ())
            spoken += [argument for at, argument in enumerate(node.args) if at in which]
            spoken += [keyword.value for keyword in node.keywords if keyword.arg in which]
        elif isinstance(node, ast.Assign) and {getattr(each, "id", "") for each in node.targets} & {"expected", "remedy", "said"}:  # fmt: skip
            spoken.append(node.value)
        for part in (
            part for each in spoken for part in ([each.body, each.orelse] if isinstance(each, ast.IfExp) else [each])
        ):
            words = [part] if isinstance(part, ast.Constant) else part.values if isinstance(part, ast.JoinedStr) else []
            text = " ".join(word.value for word in words if isinstance(getattr(word, "value", 0), str))
            is_english = text.isascii() or re.search(
                r"\b(the|of|is)\b", text
            )  # what is Vietnamese already is the report's or the form's
            if re.search("[a-z]{2}", text) and is_english:
                yield f"{path.relative_to(ROOT)}:{part.lineno}: {ast.unparse(part)}"


def test_what_is_said_to_people_stands_in_the_catalogue():
    assert [text for path in sorted((ROOT / "src").rglob("*.py")) for text in bare(path)] == []


def test_bare_texts_are_noticed(monkeypatch, tmp_path: Path):
    source = 'Problem(a, 1, "c", None, "bare", f"{b} too")\nremedy = "no such" if z else _("fine")\nsay(f"{_(\'fine\')}: {c}")\n'
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "x.py").write_text(source, encoding="utf-8")
    found = [*bare(tmp_path / "x.py")]
    assert {each.partition(": ")[2] for each in found} == {"'bare'", "f'{b} too'", "'no such'"}


def test_the_catalogue_has_what_the_program_says_in_vietnamese_and_nothing_else():
    said, known = CATALOGUE["said"](), CATALOGUE["known"]()
    assert {message.id for message in said} == {message.id for message in known}, "run: make catalogue"
    lacking = [message.id for message in known if message.id and not all([message.string, *message.string])]
    assert lacking == [], "translate them in src/helpers/locale/vi/LC_MESSAGES/briefing.po"


def test_a_translation_names_the_values_of_its_text():
    def values(text: str) -> set[str]:
        return {*re.findall(r"(?<!{){(\w+)", text), *re.findall(r"%\((\w+)\)", text)} - {"briefing"}

    for message in CATALOGUE["known"]():
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[1]
            for translated in [message.string] if isinstance(message.string, str) else message.string:
                assert values(one) == values(translated), message.id


def test_one_word_is_said_for_one_thing():
    cells = re.findall(
        r"^\| ([a-z]+) \| (.+) \| ([a-z]+) \| (.+) \|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.M
    )
    words = {english: said for one, first, other, second in cells for english, said in ((one, first), (other, second))}
    assert len(words) == 24
    names = re.compile(
        r"{briefing} \w+|{[^}]*}|`[^`]*`|\"[^\"]*\"|'[^']*'|\S*[/=(]\S*|\S+\.\S+|\w+ = \S+|--[\w-]+|[A-Z]{3,}\S*"
    )  # of tables, options …
    otherwise = [
        (english, text, message.string)
        for message in CATALOGUE["known"]()
        for text in [message.id if isinstance(message.id, str) else message.id[1]]
        for english, said in words.items()
        if re.search(rf"\b{english}(s|es)?\b", names.sub(" ", text)) and said not in str(message.string).lower()
    ]
    assert otherwise == []


def test_what_stands_for_a_name_is_vietnamese_too():
    typed = re.compile(r"\b(DIR|NAME|PERIOD|REASON|OFFICE|FOLDER|SECONDS|LINE|COLUMN|FILE)\b")
    assert [m.string for m in CATALOGUE["known"]() if m.id and typed.search(str(m.string))] == []


def test_no_function_that_says_something_calls_another_thing_by_the_name_of_the_catalogue():
    for path in (ROOT / "src").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(function, ast.FunctionDef):
                own = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == "_"]
                inner = {id(name) for part in ast.walk(function) if isinstance(part, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) for name in ast.walk(part)}  # fmt: skip
                bound = [name.lineno for name in own if isinstance(name.ctx, ast.Store) and id(name) not in inner]
                said = [name.lineno for name in own if isinstance(name.ctx, ast.Load)]
                assert not (bound and said), f"{path}:{bound}"


# -- who reads it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "BRIEFING_LANG": "vi"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "BRIEFING_LANG": "en"}, "en"),
        ({}, "en"),
    ],
)
def test_the_readers_language_is_the_machines_unless_told(monkeypatch, environment: dict[str, str], spoken: str):
    for name in ("BRIEFING_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken


def test_a_windows_set_to_vietnamese_is_spoken_to_in_vietnamese(monkeypatch):
    for name in ("BRIEFING_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: ("Vietnamese_Vietnam", "1258"))
    assert language() == "vi"


def test_a_message_is_said_to_each_reader_in_his_language_with_the_messages_in_it(monkeypatch):
    cells = ngettext("{count} cell", "{count} cells", 2)
    said = _("{cells} written to {folder}; the next build prints them.", cells=cells, folder="data")
    assert said == "2 cells written to data; the next build prints them."
    assert said.into("vi") == "Đã ghi 2 ô vào data; lần lập báo cáo sau sẽ in ra."
    monkeypatch.setenv("BRIEFING_LANG", "vi")
    assert _("a folder") == "một thư mục" and Message("{x} of nobody", x="{y}") == "{y} of nobody"


def test_a_problem_is_said_in_vietnamese(monkeypatch):
    monkeypatch.setenv("BRIEFING_LANG", "vi")
    problem = Problem("a.csv", 2, "value", "x", _("a folder"), _("Correct the name."), code="duplicate_key")
    assert str(InputError(problem)) == "a.csv, dòng 2, cột value: đang là “x”; cần một thư mục. Sửa lại tên tệp."


def test_the_compiled_catalogue_is_the_catalogues_and_no_part_of_the_program(tmp_path: Path):
    briefing("maintain", "schema", BRIEFING_LANG="vi")
    kept = COMPILED / "vi" / "LC_MESSAGES" / "briefing.mo"
    with kept.open("rb") as file:
        spoken = GNUTranslations(file)
    for message in CATALOGUE["known"]():
        if isinstance(message.id, str) and message.id:
            assert spoken.gettext(message.id) == message.string
        elif message.id:
            assert spoken.ngettext(*message.id, 2) == message.string[0]
    assert subprocess.run(["git", "check-ignore", kept], cwd=ROOT, capture_output=True).returncode == 0


def test_the_catalogue_is_spoken_where_nothing_can_be_kept(tmp_path: Path):
    shutil.copytree(ROOT / "src" / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "helpers" / "__pycache__").write_text("in the way")
    say = "from helpers.i18n import _; print(_('a folder'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "BRIEFING_LANG": "vi", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", say], env=environment, capture_output=True, text=True)
    assert done.stdout == "một thư mục\n", done.stderr


# -- what to type ------------------------------------------------------------------------------------------------------


def test_a_command_is_named_as_it_can_be_typed(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(sys, "argv", [str(ROOT / ".venv" / "bin" / "briefing")])
    monkeypatch.chdir(ROOT)
    for path, typed in ((str(tmp_path), ".venv/bin/briefing"), (str(Path(COMMAND).parent), "briefing")):
        monkeypatch.setenv("PATH", path)
        command.cache_clear()
        assert command() == typed
    command.cache_clear()


def test_usage_and_the_list_of_commands_are_vietnamese():
    shown = briefing("--help", BRIEFING_LANG="vi").out
    assert "Cách dùng: briefing" in shown and "Hiện hướng dẫn này rồi thoát." in shown and "Ký và phát hành:" in shown
    refused = briefing("sign", "I.1", BRIEFING_LANG="vi")
    assert refused.code == 2 and "Lỗi: Thiếu tùy chọn '--role'." in refused.err


def test_what_the_machine_refuses_is_said_in_vietnamese(monkeypatch):
    monkeypatch.setenv("BRIEFING_LANG", "vi")
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "reports/briefing.html")
    assert of_machine(full) == "Ổ đĩa đã đầy: reports/briefing.html"
    assert refusal(OSError(errno.ENOENT, "Bản sao đã bị xóa")) == "Bản sao đã bị xóa"
