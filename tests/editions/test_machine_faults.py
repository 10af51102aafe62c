"""What a machine does to a build: kills, a full disk, a foreign folder, other consoles. The last edition stays valid."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import COMMAND, LIBRARY, ROOT, Built, Checkout, briefing, in_own_process, processes, wait_until
from samples import SYNTHETIC

PERIOD = "2031-Q3"


# -- code that lies in the working folder ------------------------------------------------------------------------------


@pytest.mark.slow
def test_code_in_the_working_folder_is_not_run(tmp_path):
    """Neither by the command nor by the processes that sections are forked from."""
    for name in ("random", "json", "pandas", "numpy", "IPython", "matplotlib", "helpers", "typst", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text(f"open({name!r} + '.ran', 'w')\n", encoding="utf-8")
    assert in_own_process([COMMAND, "check", "--data", str(SYNTHETIC)], tmp_path).code == 0
    built = in_own_process([COMMAND, "build", "--project", str(LIBRARY), "--out", str(tmp_path / "out")], tmp_path)
    assert built.code == 0, built.err
    assert list(tmp_path.glob("*.ran")) == []


# -- consoles ----------------------------------------------------------------------------------------------------------


def dictionary(**environment: str) -> bytes:
    """What `briefing maintain dictionary` writes, which has Vietnamese titles."""
    told = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **environment}
    return subprocess.run(
        [COMMAND, "maintain", "dictionary"], cwd=ROOT, capture_output=True, check=True, env=told
    ).stdout


@pytest.mark.parametrize(("console", "read"), [("cp1252", "Ch\\u1ec9 tiêu"), ("utf-8", "Chỉ tiêu")])
def test_a_console_without_some_letters_gets_their_numbers(console, read):
    """One of Windows has them all: Python speaks UTF-8 with it."""
    assert read in dictionary(PYTHONIOENCODING=console).decode(console)


def test_a_redirected_output_is_utf_8_whatever_the_console():
    assert "Chỉ tiêu" in dictionary().decode("utf-8")


# -- a full disk -------------------------------------------------------------------------------------------------------


def on_small_disk(folder: Path, size: str, command: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a shell command while a folder lies on a disk of its own; what it leaves there is copied to FOLDER.kept."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("this machine allows no mounts of one's own")
    kept = folder.with_name(f"{folder.name}.kept")
    script = f"cp -a {folder} {kept} && mount -t tmpfs -o size={size} none {folder} && cp -a {kept}/. {folder} && {{ {command}; code=$?; rm -rf {kept}; cp -a {folder} {kept}; exit $code; }}"
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", *map(str, arguments)], capture_output=True, text=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("more", ["64k", "1m", "2m", "4m", "6m", "8m"])
def test_a_build_that_finds_no_room_says_so_and_leaves_the_last_edition(synthetic: Built, tmp_path, more):
    out = tmp_path / "out"
    shutil.copytree(synthetic.folder, out / PERIOD)
    used = sum(-(-path.stat().st_size // 4096) * 4 for path in out.rglob("*") if path.is_file())
    room = {"k": 1, "m": 1024}[more[-1]] * int(more[:-1])
    command = f'{COMMAND} build --data "$1" --out "$2" --force'
    ran = on_small_disk(out, f"{used + room}k", command, SYNTHETIC, out)
    assert ran.returncode in (0, 1, 74) and "Traceback" not in ran.stderr
    if ran.returncode:
        assert "No space left on device" in ran.stderr and "library" not in ran.stderr
    folder = tmp_path / "out.kept" / PERIOD
    assert whole(folder)
    assert {path.name for path in folder.parent.iterdir()} <= {PERIOD, f".{PERIOD}.lock"}


# -- kills -------------------------------------------------------------------------------------------------------------


def whole(folder: Path) -> bool:
    """Whether the current build is as it was written, what readers look at is of it, and nothing half-written is there."""
    number = (folder / "builds" / "current").read_text(encoding="utf-8")
    build = folder / "builds" / number
    ran = json.loads((build / "state.json").read_text(encoding="utf-8"))["sections"]
    sound = all((build / "notebooks" / f"{name}.ipynb").is_file() for name in ran)
    sound &= all((build / name).is_file() for name in ("version.json", "inputs.zip", "document.json"))
    same = all((folder / name).read_bytes() == (build / name).read_bytes() for name in ("briefing.html", "figures.csv"))
    return sound and same and not [*folder.rglob(".*")]


def kill_once(chance: random.Random, data: Path, out: Path, scratch: Path) -> str:
    """Begin a forced build, kill the command, a child of it or a section at a random moment; gives what was done."""
    folder = out / PERIOD
    environment = {**os.environ, "TMPDIR": str(scratch)}
    command = [COMMAND, "build", "--data", str(data), "--out", str(out), "--format", "html", "--force"]
    build = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with suppress(subprocess.TimeoutExpired):  # the moment itself is what is tried
        build.wait(chance.uniform(0, 5))
    victim, number = chance.choice(("command", "child", "section")), chance.choice((signal.SIGTERM, signal.SIGKILL))
    listed = subprocess.run(
        ["ps", "-s", str(build.pid), "-o", "pid=,ppid=,pid="], capture_output=True, text=True
    ).stdout
    parents = {int(pid): int(parent) for pid, parent, _ in map(str.split, listed.splitlines())}
    children = [pid for pid, parent in parents.items() if parent == build.pid]
    sections = [pid for pid, parent in parents.items() if parent in children]
    target = chance.choice({"command": [], "child": children, "section": sections}[victim] or [build.pid])
    with suppress(ProcessLookupError):
        os.kill(target, number)
    _, said = build.communicate(timeout=120)
    done = f"{victim} {number.name} → {build.returncode}"
    assert "Traceback" not in said, (done, said)
    wait_until(lambda: not processes(build.pid), f"no process is left after {done}", 30)
    if number == signal.SIGTERM:  # what is killed outright leaves its temporary folder to the machine
        wait_until(lambda: not list(scratch.iterdir()), f"no temporary folder is left after {done}", 30)
    assert briefing("status", "--data", data, "--out", out).code == 0
    assert whole(folder), done
    assert {path.name for path in out.iterdir()} <= {PERIOD, f".{PERIOD}.lock"}, done
    return done


def kills(synthetic: Built, tmp_path: Path, count: int, seed: int) -> None:
    out, scratch, chance = tmp_path / "out", tmp_path / "scratch", random.Random(seed)
    shutil.copytree(synthetic.folder, out / PERIOD)
    scratch.mkdir()
    print(*(kill_once(chance, synthetic.data, out, scratch) for _ in range(count)), sep="\n")
    assert briefing("build", "--data", synthetic.data, "--out", out, "--format", "html", "--force").code == 0
    assert (out / PERIOD / "briefing.html").read_bytes() == (synthetic.folder / "briefing.html").read_bytes()


@pytest.mark.slow
@pytest.mark.builds
def test_a_kill_leaves_the_last_edition_and_nothing_else(synthetic, tmp_path):
    kills(synthetic, tmp_path, 1, seed=1)


# -- what ends a command -----------------------------------------------------------------------------------------------

ENDS = """import sys
from briefing import cli
from briefing.commands import maintain
def run(**options):
    {}
maintain.run.commands["schema"].callback = run
sys.argv[1:] = ["maintain", "schema"]
sys.exit(cli.main())"""


@pytest.mark.parametrize(
    ("cause", "code", "said"),
    [
        (
            "raise KeyboardInterrupt",
            130,
            "Stopped. Written: nothing; an open question is not. The last edition is untouched.",
        ),
        ("b'x' * (1 << 62)", 74, "No memory left; the last edition is untouched."),
    ],
)
def test_a_stop_is_a_stop_wherever_it_comes_and_a_full_memory_the_machines_refusal(cause, code, said):
    ran = subprocess.run([sys.executable, "-c", ENDS.format(cause)], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr.strip()) == (code, said)


# -- elsewhere ---------------------------------------------------------------------------------------------------------

BYTES = ("briefing.html", "figures.csv", "briefing-du-thao.pdf", "briefing-du-thao.docx")


@pytest.mark.slow
@pytest.mark.builds
def test_the_same_bytes_everywhere(tmp_path):
    """Whatever the locale, the zone, the seed of hashes, the mask, the number of cores and the folder."""
    here = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1"}
    there = {"LC_ALL": "C", "TZ": "Asia/Ho_Chi_Minh", "PYTHONHASHSEED": "2", "TMPDIR": str(tmp_path)}
    for name, environment, mask, cores in (("a", here, "022", "0-1"), ("b/deep", there, "077", "0")):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        data = shutil.copytree(SYNTHETIC, folder / "data")
        command = f'umask {mask}; exec taskset -c {cores} "$@"'
        formats = ("--format", "html", "--format", "pdf", "--format", "docx")
        build = [COMMAND, "build", "--project", ROOT, "--data", data, "--out", folder / "out", *formats]
        subprocess.run(
            ["sh", "-c", command, "sh", *build],
            cwd=folder,
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
        )
    for file in BYTES:
        one, other = (tmp_path / name / "out" / PERIOD / file for name in ("a", "b/deep"))
        assert one.read_bytes() == other.read_bytes(), file


PYTHONS = [f"python3.{minor}" for minor in (11, 12, 13) if minor != sys.version_info.minor]


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.parametrize("python", PYTHONS)
def test_another_python_gives_the_same_bytes(tmp_path, python):
    """An environment of the lock file under another Python; the two build the same checkout."""
    if (
        not shutil.which(python)
        or subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True).returncode
    ):
        pytest.skip(f"this machine has no {python}")
    project, environment = Checkout.make(tmp_path / "project", program=True).folder, tmp_path / "environment"
    for name in ("pyproject.toml", "LICENSE", "requirements.lock"):
        shutil.copy(ROOT / name, project)
    pip = [environment / "bin" / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
    for command in ([python, "-m", "venv", environment], [*pip, "-r", "requirements.lock"], [*pip, "-e", "."]):
        subprocess.run(command, cwd=project, check=True, capture_output=True)
    order = ["build", "--format", "html", "--format", "pdf", "--format", "docx", "--out"]
    here = briefing(*order, tmp_path / "here", cwd=project, PYTHONPATH=str(project / "src"))
    there = subprocess.run(
        [environment / "bin" / "briefing", *order, tmp_path / "there"], cwd=project, capture_output=True
    )
    assert (here.code, there.returncode) == (0, 0), (here.err, there.stderr)
    for file in BYTES:
        assert (tmp_path / "here" / PERIOD / file).read_bytes() == (tmp_path / "there" / PERIOD / file).read_bytes(), (
            file
        )
