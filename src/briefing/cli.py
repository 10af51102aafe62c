"""The command `briefing`.

Exit codes: 0 done, 1 a section or an edition failed, 2 bad input or usage, 70 a fault of the program, 74 the machine
refused something, 130 stopped.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import os
import signal
import sys
import time
from pathlib import Path

from helpers.problems import InputError, NotFinished
from helpers.project import here, use

from .build.recipe import Built, SectionsFailed, build
from .faults import FAULT, REFUSED, of_machine, stop_again, was_stopped, write_report
from .order import FORMATS, Order


def main(arguments: list[str] | None = None) -> int:
    """Run a command line; what goes wrong is said on stderr in plain words."""
    atexit.register(
        gc.freeze
    )  # or Python looks for garbage in all that was made before it lets go of it: 0.2 s of a build
    for stream in (sys.stdout, sys.stderr):
        _speak_vietnamese(stream)
    options = _parser().parse_args(arguments)
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):  # `kill`, a closed terminal and Ctrl-\ end a command as Ctrl-C does
        number = getattr(signal, name, None)  # Windows has the first only
        if number and signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, signal.default_int_handler)
    sys.unraisablehook = stop_again
    try:
        if options.project:
            use(options.project)
        return options.run(options) or 0
    except InputError as error:
        return _refuse([str(problem) for problem in error.problems])
    except SectionsFailed as error:
        _say(
            f"{len(error.failed)} section(s) failed; the last edition is untouched:",
            *(f"  {line}" for line in str(error).splitlines()),
        )
        return 1
    except NotFinished as error:
        _say(f"The briefing was not written: {error}")
        return 1
    except BrokenPipeError:  # the reader of our output went away (| head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _stop()
    except (OSError, MemoryError) as error:
        _say(f"{of_machine(error)}; the last edition is untouched.")
        return REFUSED
    except Exception as error:
        if was_stopped(error):
            return _stop()
        told = write_report(error, sys.argv[1:] if arguments is None else arguments)
        what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
        _say(f"A fault of the program; the last edition is untouched. Please report it with {told or 'this'}: {what}")
        return FAULT
    finally:
        if arguments is None:  # the program ends: its exit code says what was done, whatever signal still comes
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="briefing", description="Build the department's half-year review briefing from data."
    )
    _project(parser, None)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = _command(commands, "build", _build, "build an edition: HTML, figures and executed notebooks")
    command.add_argument("period", nargs="?", default="", help="such as 2024-H1; default: the newest")
    _folders(command)
    command.add_argument(
        "--section",
        action="append",
        default=[],
        metavar="NN",
        help="run only this section (repeatable); the others are kept from the last build",
    )
    _formats(command)
    _apart(command)
    command.add_argument("--force", action="store_true", help="run sections although nothing they read has changed")

    command = _command(commands, "new", _new, "begin a period: write what carries over from the one before")
    command.add_argument("period", metavar="PERIOD", help="such as 2025-H1")
    command.add_argument("--from", dest="source", default="", metavar="PERIOD", help="default: the same of last year")
    _data(command)

    command = _command(commands, "gaps", _gaps, "list what an edition still lacks, who is to give it and by when")
    _period(command)
    _data(command)
    command.add_argument("--json", action="store_true", help="print the result as JSON")

    about = "list what is left over from another period, and where words contradict figures"
    command = _command(commands, "proofread", _proofread, about)
    _period(command)
    _data(command)

    command = _command(commands, "batch", _batch, "build many editions, on this machine or on a Dask cluster")
    command.add_argument("manifest", type=Path, metavar="MANIFEST.csv", help="columns: data, period, output")
    command.add_argument("--scheduler", default="", metavar="tcp://HOST:PORT", help="a Dask scheduler; default: none")
    command.add_argument("--anywhere", action="store_true", help="outputs may lie outside the manifest's folder")
    _formats(command)

    command = _command(
        commands, "watch", _watch, "serve the briefing here, and rebuild and reload it when a file is saved"
    )
    _period(command)
    _folders(command)
    command.add_argument("--port", type=_port, default=8787, metavar="N", help="on 127.0.0.1; default: 8787")

    command = _command(commands, "status", _status, "list which sections are stale, and why")
    command.add_argument("period", nargs="?", default="")
    _folders(command)

    command = _command(
        commands, "versions", _versions, "list an edition's versions: when, of which commit, what of them is kept"
    )
    _period(command)
    _folders(command)
    command.add_argument("--keep", type=int, metavar="N", help="delete all but the N newest")

    command = _command(
        commands, "sign", _sign, "stand for what sections say; a signature falls when they say something else"
    )
    command.add_argument(
        "sections", nargs="+", metavar="SECTION", help="such as I.3.2; '*' for all that the role must sign"
    )
    command.add_argument("--by", required=True, metavar="NAME", help="who signs")
    command.add_argument("--role", required=True, help="as what, as required_signatures.csv names it")
    command.add_argument("--period", default="", help="default: the newest")
    _folders(command)

    command = _command(
        commands, "publish", _publish, "publish an edition: signed, without open errors, in a folder that stays"
    )
    _period(command)
    _folders(command)
    command.add_argument(
        "--reasons", action="store_true", help="only ask why things changed since the last publication"
    )
    command.add_argument("--by", default="", metavar="OFFICE", help="the office that gives the reasons")
    _apart(command)

    command = _command(commands, "verify", _verify, "check that a publication is as it was published")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="such as reports/published/2024-H1/1")

    command = _command(
        commands, "reproduce", _reproduce, "make a publication again from its folder, and compare the bytes"
    )
    command.add_argument("folder", type=Path, metavar="FOLDER", help="such as reports/published/2024-H1/1")
    command.add_argument("--here", action="store_true", help="in this environment, not in a new one of the lock file")

    command = _command(commands, "diff", _diff, "say what changed between two versions, section by section, and why")
    command.add_argument(
        "a", nargs="?", default="", metavar="A", help="a version, folder, period or commit; default: the version before"
    )
    command.add_argument("b", nargs="?", default="", metavar="B", help="default: the edition as it was built last")
    command.add_argument("--period", default="", help="default: the newest")
    _folders(command)
    command.add_argument(
        "--html", type=_new_file, metavar="FILE", help="write the page with its changes marked in place"
    )
    command.add_argument("--docx", type=_new_file, metavar="FILE", help="write the list of changes as a Word document")

    command = _command(commands, "audit", _audit, "try every rule on an edition's data and say what is probably wrong")
    _period(command)
    _data(command)
    command.add_argument("--json", action="store_true", help="print the result as JSON")
    command.add_argument("--strict", action="store_true", help="exit with 1 if findings are open")

    command = _command(commands, "decide", _decide, "walk through the open findings and write down what is decided")
    _period(command)
    _data(command)
    command.add_argument("--by", default="", metavar="OFFICE", help="the office that decides; asked for if not given")

    command = _command(commands, "template", _template, "write the workbooks in which offices send their numbers")
    command.add_argument("period", help="such as 2024-H1: a row of periods.csv")
    command.add_argument("--owner", default="", metavar="OFFICE", help="only this office of offices.csv")
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the workbooks")
    _data(command)

    command = _command(commands, "import", _import, "read numbers from workbooks, or from a CSV that Excel has saved")
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help=".xlsx, or .csv named as its table")
    command.add_argument("--period", default="", help="refuse files of another one; default: what each file says")
    command.add_argument("--yes", action="store_true", help="write without asking; doubtful cells are refused")
    command.add_argument("--only-good", action="store_true", help="write what can be taken although cells are refused")
    _data(command)

    command = _command(commands, "return", _return, "mark refused and doubtful cells in a workbook, for its sender")
    command.add_argument("file", type=Path, metavar="FILE.xlsx")
    command.add_argument("--out", type=_new_file, metavar="FILE", help="default: FILE-tra-lai.xlsx beside it")
    _data(command)

    command = _command(
        commands, "trace", _trace, "list what cells feed: alerts.alerts(monitor='server'), data/FILE.csv:LINE[:COLUMN]"
    )
    command.add_argument("place", metavar="CELLS", help="as audit and gaps print them, or a CSV line")
    command.add_argument("period", nargs="?", default="")
    _folders(command)

    _command(commands, "notebooks", _notebooks, "run the notebooks and store their outputs in them")
    _command(commands, "dictionary", _dictionary, "print the data dictionary (data/README.md)")

    command = _command(commands, "schema", _schema, "check the declaration of the tables (data/datapackage.json)")
    what = command.add_mutually_exclusive_group()
    what.add_argument("--format", action="store_true", help="lay the file out: one field a line")
    what.add_argument(
        "--update", type=Path, metavar="DIR", help="add the files and columns that the data folder DIR lacks"
    )
    return parser


def _speak_vietnamese(stream: object) -> None:
    """Write UTF-8 to files and programs, and to a console without Vietnamese letters their numbers, rather than fail."""
    if isinstance(stream, io.TextIOWrapper):
        to_console = stream.isatty() or "PYTHONIOENCODING" in os.environ
        stream.reconfigure(encoding=stream.encoding if to_console else "utf-8", errors="backslashreplace")


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 1 to 65535")
    return int(text)


def _new_file(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        wrong = "is a folder: name a file in it" if path.is_dir() else f"lies in no folder: make {path.parent} first"
        raise argparse.ArgumentTypeError(f"{text!r} {wrong}")
    return path


def _command(commands: argparse._SubParsersAction, name: str, run: object, about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about.capitalize() + ".")
    _project(command, argparse.SUPPRESS)
    command.set_defaults(run=run)
    return command


def _project(command: argparse.ArgumentParser, default: str | None) -> None:
    about = "the project; default: the one around the working folder"
    command.add_argument("--project", type=Path, default=default, metavar="DIR", help=about)


def _period(command: argparse.ArgumentParser) -> None:
    command.add_argument("period", nargs="?", default="", help="default: the newest")


def _data(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, metavar="DIR", help="folder of the CSVs; default: the project's data/")


def _folders(command: argparse.ArgumentParser) -> None:
    _data(command)
    command.add_argument(
        "--out", type=Path, metavar="DIR", help="folder of the editions; default: the project's reports/"
    )


def _formats(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        action="append",
        choices=FORMATS,
        metavar="FORMAT",
        help="html, pdf or docx (repeatable); default: html and pdf",
    )
    command.add_argument(
        "--final",
        action="store_true",
        help="the copy that is sent: refused while errors are open, without marks and annex, not marked as a draft",
    )


def _apart(command: argparse.ArgumentParser) -> None:
    about = "on paper, each appendix in a file of its own, with the place for the issuer's signature"
    command.add_argument("--appendices-apart", dest="apart", action="store_true", help=about)


def _data_of(options: argparse.Namespace) -> Path:
    """The data folder that is named, else the project's."""
    return options.data or here().data


def _wanted_formats(options: argparse.Namespace) -> tuple[str, ...]:
    """HTML always: the others are made of the same document."""
    return tuple(dict.fromkeys(["html", *(getattr(options, "format", None) or ["html", "pdf"])]))


def _order(options: argparse.Namespace) -> Order:
    wanted, force, final = (
        getattr(options, name, default) for name, default in (("section", []), ("force", False), ("final", False))
    )
    data, out = _data_of(options), options.out or here().reports
    apart = getattr(options, "apart", False)
    return Order(options.period, data, out, _wanted_formats(options), wanted, force, final, apart)


def _build(options: argparse.Namespace) -> None:
    from .progress import Progress

    begun = time.perf_counter()
    order = _order(options)
    with Progress() as progress:
        built: Built = build(order, progress.sections, progress.section)
    seconds = f"{time.perf_counter() - begun:.1f} s"
    for note in built.notes:
        _say(note)
    seconds += f", version {built.version}" + ("" if built.new_version else ", as before") if built.version else ""
    done = "Built" if built.ran else "Formats written" if built.written else "Nothing to run; up to date"
    print(
        f"{done} in {seconds}:",
        *(f"  {_shown(built.folder / name)}" for name in [*order.files, "figures.csv"]),
        sep="\n",
    )
    if built.open.get("findings"):
        print(
            f"{built.open['findings']} findings are open, {built.open['errors']} of them errors: briefing audit, briefing decide"
        )


def _new(options: argparse.Namespace) -> None:
    from helpers.data.carrying import begin

    data = _data_of(options)
    print("\n".join(begin(data, options.period, options.source)) or f"Nothing to add: {options.period} has it all.")


def _gaps(options: argparse.Namespace) -> None:
    from .commands.gaps import gaps_of, print_json, print_list

    (print_json if options.json else print_list)(*gaps_of(_data_of(options), options.period))


def _proofread(options: argparse.Namespace) -> None:
    from .build.auditing import check, print_proofread

    print_proofread(check(_data_of(options), options.period))


def _batch(options: argparse.Namespace) -> int:
    from .build.batch import SchedulerLost, read_manifest, run_batch
    from .progress import Progress, print_summary

    orders = read_manifest(options.manifest, _wanted_formats(options), options.final, options.anywhere)
    outcomes, lost = [], ""
    with Progress() as progress:
        progress.start("Editions", len(orders))
        try:
            for outcome in run_batch(orders, options.scheduler):
                progress.edition(outcome)
                outcomes.append(outcome)
        except SchedulerLost as error:
            lost = str(error)
    print_summary(outcomes)
    if lost:
        _say(f"{len(orders) - len(outcomes)} edition(s) not built: {lost}")
    return 1 if lost or any(outcome.result == "failed" for outcome in outcomes) else 0


def _watch(options: argparse.Namespace) -> None:
    from .commands.watch import watch

    watch(_order(options), options.port)


def _status(options: argparse.Namespace) -> None:
    from .build.recipe import plan
    from .history.signing import lines

    order = _order(options)
    todo = plan(order)
    for section in todo.sections:
        state, why = ("stale", todo.stale[section]) if section in todo.stale else ("fresh", "")
        print(f"{state:6} {section.path.name:36} {why}".rstrip())
    for line in lines(order):
        print(line)


def _versions(options: argparse.Namespace) -> None:
    from .history.keeping import listed, pruned

    order = _order(options)
    for line in listed(order) if options.keep is None else pruned(order, options.keep):
        print(line)


def _sign(options: argparse.Namespace) -> None:
    from .history.signing import sign

    order = _order(options)
    for one in sign(order, options.sections, options.by, options.role):
        print(f"{one.state} {one.section}  {one.role}: {one.name}, {one.date}")
    print(f"Written to {_shown(order.data / 'signatures.csv')}; commit it, and build to show it.")


def _publish(options: argparse.Namespace) -> None:
    from .history.publishing import ask_reasons, publish

    order = _order(options)
    if options.reasons:
        written = ask_reasons(order, options.by or "VP", input)
        print(f"{written} reason(s) written to {_shown(order.data / 'revisions.csv')}; commit it, then publish.")
    else:
        print(f"Published: {_shown(publish(order))}; commit it.")


def _verify(options: argparse.Namespace) -> int:
    from .history.publishing import verify

    wrong = verify(options.folder)
    print("\n".join(wrong) or f"{_shown(options.folder)} is as it was published.")
    return 1 if wrong else 0


def _reproduce(options: argparse.Namespace) -> int:
    from .history.publishing import reproduce

    wrong = reproduce(options.folder, fresh=not options.here, say=_say)
    print("\n".join(wrong) or f"{_shown(options.folder)}: made again, byte for byte the same.")
    return 1 if wrong else 0


def _diff(options: argparse.Namespace) -> None:
    from .history.changes import terminal
    from .history.diff import changes

    with changes(_order(options), options.a, options.b) as found:
        for line in terminal.lines(found):
            print(line)
        if options.html or options.docx:
            from .history.changes.listed import on_paper
            from .history.changes.marked import marked
            from .history.changes.words import teller

            with teller(found) as tell:
                if options.docx:
                    options.docx.write_bytes(on_paper(found, tell))
                    print(f"\nThe list of changes: {_shown(options.docx)}")
                if options.html:
                    options.html.write_text(marked(found, tell), encoding="utf-8", newline="\n")
                    print(f"\nThe page with its changes: {_shown(options.html)}")


def _audit(options: argparse.Namespace) -> int:
    from .build.auditing import check, print_json, print_table

    checked = check(_data_of(options), options.period)
    (print_json if options.json else print_table)(checked)
    return 1 if options.strict and any(finding["state"] != "accepted" for finding in checked["findings"]) else 0


def _decide(options: argparse.Namespace) -> None:
    from .commands.decide import decide

    data = _data_of(options)
    written = decide(data, options.period, options.by, input, print)
    print(f"\n{written} row(s) written to {_shown(data)}; the next build prints them.")


def _template(options: argparse.Namespace) -> None:
    from .collect.exchange import make_templates

    for path, made in make_templates(_data_of(options), options.period, options.owner, options.out):
        lists = f" and {made.lists} list(s)" if made.lists else ""
        print(f"{_shown(path)}: {made.asked} cells{lists} for {made.office.name}")


def _import(options: argparse.Namespace) -> int:
    from rich.console import Console

    from .collect.exchange import NothingWritten, bring_in

    data, console = _data_of(options), Console(highlight=False)
    try:
        written = bring_in(data, options.files, options.period, input, console, options.yes, options.only_good)
    except (NothingWritten, EOFError) as error:  # the end of the input is no agreement
        _say("\nNothing was written." if isinstance(error, EOFError) else str(error))
        return 2
    if written:
        print(f"{written} cell(s) written to {_shown(data)}; the next build prints them.")
    return 0


def _return(options: argparse.Namespace) -> None:
    from .collect.exchange import send_back

    target = options.out or options.file.with_name(f"{options.file.stem}-tra-lai.xlsx")
    print(f"{_shown(target)}: {send_back(_data_of(options), options.file, target)} cells marked")


def _trace(options: argparse.Namespace) -> None:
    from .commands.trace import trace

    for line in trace(options.place, _order(options)):
        print(line)


def _notebooks(options: argparse.Namespace) -> None:
    from .build.stored import store_outputs

    for name in store_outputs():
        print(f"stored outputs: notebooks/{name}")


def _dictionary(options: argparse.Namespace) -> None:
    from helpers.data.dictionary import dictionary

    print(dictionary(), end="")


def _schema(options: argparse.Namespace) -> None:
    from helpers.data.schema import TABLES, package_file
    from helpers.data.updating import tidy, update

    if options.format:
        print(f"Laid out: {_shown(tidy())}")
    elif options.update:
        print("\n".join(update(options.update)) or f"Up to date: {_shown(options.update)}")
    else:
        columns = sum(len(table.columns) for table in TABLES.values())
        print(f"{len(TABLES)} tables, {columns} columns: {_shown(package_file())}")


def _shown(path: Path) -> str:
    """A path as short as it can be written from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _refuse(problems: list[str]) -> int:
    _say(f"{len(problems)} problem(s) in the input; nothing was changed:", *(f"  {problem}" for problem in problems))
    return 2


def _stop() -> int:
    _say("Stopped; the last edition is untouched.")
    return 130


def _say(*lines: str) -> None:
    print("\n".join(lines), file=sys.stderr)
