"""The command `briefing`.

Exit codes: 0 done, 1 a section or an edition failed, 2 bad input or usage, 70 a fault of the program, 74 the machine
refused something, 130 stopped.
"""

import atexit
import gc
import importlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from helpers.data.csv_writer import recorded
from helpers.errors import InputError, NotFinished, Problem
from helpers.i18n import _, speak

from .command_result import Result, print_json, say
from .crash_report import FAULT, REFUSED, of_machine, write_report
from .options import group
from .sections import SectionsFailed

COMMANDS = (  # in the order of an edition's cycle; each is a module of `commands/`
    "init", "add", "new", "forms", "check", "decide", "build", "status", "diff", "trace", "sign", "publish", "verify", "maintain",
)  # fmt: skip


class Commands(click.Group):
    """The commands; only the one that is typed is imported, the list imports them all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> Any:
        if cmd_name in COMMANDS:
            return importlib.import_module(f".commands.{cmd_name}", __package__).run
        return None


ABOUT = _("Makes a department's periodic report from data.")
briefing = group("briefing", ABOUT, Commands)


def main() -> int:
    """The console's `briefing`."""
    # the garbage collector would walk through all rows again and again, and find nothing: a third of an audit of 40 periods
    gc.set_threshold(5_000_000)
    atexit.register(gc.freeze)  # and once more before it lets go of them: 0.2 s of a build
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _speak_vietnamese(stream)
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):  # `kill`, a closed terminal and Ctrl-\ end a command as Ctrl-C does
        number = getattr(signal, name, None)  # Windows has the first only
        if number and signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, signal.default_int_handler)
    try:
        return run(sys.argv[1:]).exit
    finally:  # the program ends: its exit code says what was done, whatever signal still comes
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)


def run(argv: Sequence[str]) -> Result:
    """Run a command line. What it says goes to stdout, what goes wrong to stderr in plain words; with `--json` all of that to stderr,
    and the result as JSON to stdout.
    """
    speak()
    as_json = "--json" in argv
    with recorded() as written, redirect_stdout(sys.stderr) if as_json else nullcontext():
        done = _attempt([*argv], written)
    there = (path for path in written if path.exists())  # not of a copy that was tried
    result = replace(done, files=tuple(dict.fromkeys((*there, *done.files))))
    if as_json:
        try:
            print_json(result.as_plain())
        except BrokenPipeError:
            _leave_stdout()
    return result


def _attempt(typed: list[str], written: Sequence[Path]) -> Result:
    try:
        return _invoke(typed)
    except InputError as error:
        said = _("Problems in the input ({count}); nothing was changed:", count=len(error.problems))
        return _ended(2, error.problems, said, error.said)
    except SectionsFailed as error:
        said = _("Sections that failed ({count}); the last edition is untouched:", count=len(error.failed))
        failed = [Problem(name, remedy=why, code="failed_section") for name, why in error.failed]
        return _ended(1, failed, said, str(error).splitlines())
    except NotFinished as error:
        return _stopped(1, _("The briefing was not written: {error}", error=error), code="unfinished_document")
    except EOFError as error:  # nobody agreed, or nobody was there: the end of the input is no answer
        return _stopped(2, _("Nothing was written.") if type(error) is EOFError else str(error), code="nothing_written")
    except BrokenPipeError:  # the reader of our output went away (| head)
        _leave_stdout()
        return Result()
    except (OSError, MemoryError) as error:
        said = _("{refused}; the last edition is untouched.", refused=of_machine(error))
        return _stopped(REFUSED, said, code="machine_refusal")
    except KeyboardInterrupt:
        kept = ", ".join(sorted({path.name for path in written if path.exists()})) or _("nothing")
        said = _("Stopped. Written: {files}; an open question is not. The last edition is untouched.", files=kept)
        return _stopped(130, said, code="stop")
    except Exception as error:
        what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        fault = _("A fault of the program; the last edition is untouched.")
        report = _("Please report it with {file}: {what}", file=write_report(error, typed) or _("this"), what=what)
        return _stopped(FAULT, f"{fault} {report}", code="program_fault")


def _invoke(typed: list[str]) -> Result:
    """Not click's own `main`: it takes Ctrl-C and broken pipes for itself."""
    try:
        with briefing.make_context("briefing", [*typed] or ["--help"]) as context:
            return briefing.invoke(context) or Result()
    except click.exceptions.Exit as end:  # --help
        return Result(end.exit_code)
    except click.ClickException as error:
        error.show()
        return Result(error.exit_code, (Problem("briefing", remedy=error.format_message(), code="misused_command"),))


def _ended(code: int, problems: Sequence[Problem], said: str, lines: Sequence[str] = ()) -> Result:
    say(said, *(f"  {line}" for line in lines))
    return Result(code, tuple(problems))


def _stopped(exit_code: int, said: str, code: str) -> Result:
    return _ended(exit_code, [Problem("briefing", remedy=said, code=code)], said)


def _leave_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_vietnamese(stream: object) -> None:
    """UTF-8 from and to files and programs; what a console cannot show, and bytes that are no letters, are numbers."""
    if isinstance(stream, io.TextIOWrapper):
        to_console = stream.isatty() or "PYTHONIOENCODING" in os.environ
        stream.reconfigure(encoding=stream.encoding if to_console else "utf-8", errors="backslashreplace")
