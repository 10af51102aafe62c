"""`briefing build`: build an edition, a batch of a manifest, or rebuild on each saved file (--watch)."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpers.errors import NotFinished
from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result, results, say, shown
from ..options import FILE, OLD_FILE, command, edition, final, flag, formats

if TYPE_CHECKING:
    from ..build import batch, notebook_runner

PORT = click.IntRange(1, 65535)


@command()
@edition()
@formats
@final
@flag("--force", _("run sections although nothing they read has changed"))
@flag("--isolated", _("each section in a process of its own; refused where one differs from the last build"))
@click.option("--publication", type=FILE, hidden=True)  # the files of a publication again: as publication.json says
@flag("--watch", _("serve the page on this machine; rebuild it when a file is saved"))
@click.option("--port", type=PORT, default=8787, metavar="N", help=_("of --watch; default: 8787"))
@click.option("--manifest", type=OLD_FILE, metavar=_("FILE.csv"), help=_("build the editions that it lists"))
@click.option("--cluster", default="", metavar="tcp://HOST:PORT", help=_("with --manifest: a Dask scheduler"))
def run(
    request: BuildRequest,
    watch: bool,
    port: int,
    manifest: Path | None,
    cluster: str,
    publication: Path | None,
    **asked: Any,
) -> Result:
    """Build an edition: HTML, figures and executed notebooks.

    With --watch it stays and shows the briefing in the browser. With --manifest it builds many editions, on this machine or on a
    Dask cluster; the file has the columns `data`, `period` and `output`.
    """
    if watch:
        from ..watch.server import serve

        serve(request, port)
        return Result()
    made = replace(request, **asked)
    if manifest:
        return _batch(manifest, made, cluster)
    if publication:
        from ..history.publish import as_published

        made = as_published(made, publication)
    return _build(made)


def _build(request: BuildRequest) -> Result:
    from ..build.pipeline import build

    begun = time.perf_counter()
    built = build(request, report=_section_ended)
    say(*built.notes)
    seconds = f"{time.perf_counter() - begun:.1f}"
    nothing = _("Nothing to run; up to date in {seconds} s", seconds=seconds)
    done = _("Built in {seconds} s", seconds=seconds) if built.written else nothing
    version = _(", version {version}", version=built.version)
    files = [built.folder / name for name in (*built.files, "figures.csv")]
    print(f"{done}{version}{'' if built.new_version else _(', as before')}:")
    results(f"  {shown(each)}" for each in files)
    if built.open.get("findings"):
        print(_("{findings} findings are open, {errors} of them errors: {briefing} check", **built.open))
    told = {"period": built.folder.name, "version": built.version, "ran": built.ran, "open": built.open}
    return Result(files=tuple(files) if built.written else (), data=told)


def _section_ended(result: notebook_runner.Result) -> None:
    word = _("failed") if result.error else _("done")
    say(f"{word:>9} {result.seconds:5.1f} s  {result.section.label}")


def _batch(manifest: Path, request: BuildRequest, cluster: str) -> Result:
    from ..build.batch import read_manifest, run_batch

    requests, outcomes, lost = read_manifest(manifest, request), [], ""
    try:
        for outcome in run_batch(requests, cluster):
            outcomes.append(outcome)
            results([f"{len(outcomes)}/{len(requests)} {_line(outcome)}"])
    except NotFinished as error:  # what was built until then stays, and is told
        say(lost := str(error))
    counts = {kind: sum(outcome.result == kind for outcome in outcomes) for kind in ("built", "unchanged", "failed")}
    results([_("{built} built, {unchanged} unchanged, {failed} failed", **counts)])
    told = [
        {"period": one.request.period, "folder": shown(one.request.out), "result": one.result, "reason": one.reason}
        for one in outcomes
    ]
    return Result(1 if lost or counts["failed"] else 0, data={"editions": told})


def _line(outcome: batch.Outcome) -> str:
    request = outcome.request
    what = {"built": _("built"), "unchanged": _("unchanged"), "failed": _("failed")}[outcome.result]
    return f"{what:>9} {outcome.seconds:5.1f} s  {request.period}  {request.out}  {outcome.reason}".rstrip()
