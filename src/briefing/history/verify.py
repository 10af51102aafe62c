"""`briefing verify`: whether a publication is as it was published.

Its folder is enough, or one with the files that its PDF brings, which any PDF reader saves.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from helpers.errors import InputError, Problem
from helpers.i18n import _
from helpers.project import Project, project_around

from ..build.snapshot import git
from ..build.version_contents import listed
from ..build_request import SUMS
from ..untrusted_files import bytes_of


def verify(folder: Path) -> tuple[list[str], str]:
    """Compare a publication with its digests, as `sha256sum --check SHA256SUMS` does, and with the commit that it was published in.

    Gives what is not as it was published, in words, nothing if all is; and what it was compared with.
    Whoever changes a file may change its digest, too: only a commit tells that. What is not listed is told, and not opened. Raises
    InputError for a folder that holds no publication, and for a file that is none or too large.
    """
    try:
        sums = dict(listed(folder))
    except (OSError, ValueError):
        expected = _("a publication, with its {sums}", sums=SUMS)
        remedy = _(
            "Give the folder of one: reports/published/PERIOD/N; of a PDF alone, one with the files that it brings"
        )
        raise InputError(Problem(str(folder), expected=expected, remedy=remedy, code="no_publication")) from None
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    found = {path.relative_to(folder).as_posix() for path in paths} - {SUMS}
    wrong: list[str] = []
    for name in sorted({*sums, *found}):
        if name not in found:
            wrong.append(_("{name} is missing", name=name))
        elif name not in sums:
            wrong.append(_("{name} was added", name=name))
        elif hashlib.sha256(bytes_of(folder / name)).hexdigest() != sums[name]:
            wrong.append(_("{name} was changed", name=name))
    said: str = _("Compared {count} files with {sums}; ", count=len(sums), sums=SUMS)
    commit, project, within = _commit_of(folder)
    if not commit or project is None:
        said += _(
            "not with git: no commit of this project has them, so whoever changed a file may have changed its digest, too."
        )
        return wrong, said
    if not wrong:  # else git would open what was put there
        changed = git(project, "diff", "--name-only", "-z", "--relative", commit, "--", within).split("\0")
        names = sorted({name.removeprefix(f"{within}/") for name in changed if name} - {SUMS})
        wrong += [_("{name} was changed, and its digest with it", name=name) for name in names]
    return wrong, said + _("and with commit {commit}, in which they were published.", commit=commit[:10])


def _commit_of(folder: Path) -> tuple[str, Project | None, str]:
    """The first commit of the project that has a publication, the project, and the folder in it; nothing where there is none."""
    with suppress(InputError, ValueError):  # no project here, a folder outside of it
        project = project_around(folder)
        place = folder.resolve().relative_to(project.root.resolve()).as_posix()
        commits = git(project, "rev-list", "--reverse", "HEAD", "--", f":(literal){place}/{SUMS}")
        return commits.partition("\n")[0], project, place
    return "", None, ""
