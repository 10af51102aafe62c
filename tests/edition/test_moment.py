"""What a build reads is of one moment, whoever writes meanwhile: a command, an editor."""

from __future__ import annotations

import threading
import time

import pytest
from conftest import FEW, Checkout, only
from edits import change
from test_publishing import Repository

from briefing.build.moment import of_one_moment
from briefing.build.recipe import build
from briefing.order import Order
from helpers.problems import InputError
from helpers.project import use


def test_what_is_written_while_it_is_read_is_read_again(tmp_path):
    path, reads = tmp_path / "a.csv", []
    path.write_text("old", encoding="utf-8")

    def read() -> str:
        reads.append(path.read_text(encoding="utf-8"))
        if len(reads) == 1:
            path.write_text("newer", encoding="utf-8")
        return reads[-1]

    assert of_one_moment(read, tmp_path, lambda: [path]) == "newer"
    assert reads == ["old", "newer"]


def test_a_file_that_was_taken_away_to_be_written_again_is_waited_for(tmp_path):
    path, reads = tmp_path / "a.csv", []

    def read() -> str:
        reads.append(path.exists())
        if not reads[-1]:
            path.write_text("new", encoding="utf-8")
            raise InputError([])
        return path.read_text(encoding="utf-8")

    assert of_one_moment(read, tmp_path, lambda: [path]) == "new"
    assert reads == [False, True]


@pytest.fixture
def project(few: Checkout, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    monkeypatch.setenv("BRIEFING_PROJECT", str(few.folder))
    return few


@pytest.mark.builds
@pytest.mark.slow
def test_a_notebook_that_is_saved_while_sections_run_is_run_as_it_is_then(project, tmp_path):
    use(project.folder)
    path, ended = project.folder / "notebooks" / "13_publishing.ipynb", []

    def save(result: object) -> None:
        ended.append(result)
        if len(ended) == 1:
            path.write_text(
                path.read_text(encoding="utf-8").replace('"# I.5. ', '"# I.5. Sau khi lưu: '), encoding="utf-8"
            )

    built = build(Order("2031-Q3", project.folder / "data", tmp_path / "out", ("html",)), report=save)
    assert len(ended) == 8 and "Sau khi lưu: " in (built.folder / "briefing.html").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="expected files that nobody changes while sections run"):
        build(
            Order("2031-Q3", project.folder / "data", tmp_path / "out", ("html",), force=True),
            report=lambda _: path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8"),
        )


@pytest.mark.slow
def test_a_checkout_during_a_build_gives_the_one_edition_or_the_other(tmp_path):
    """One at each sixth of a build: it may be refused, and is never of both."""
    repository = Repository(tmp_path / "project")
    only(repository.folder, *FEW)
    repository.commit("few sections")

    def page() -> bytes | None:
        ran = repository.checkout.briefing("build", "2031-Q3", "--format", "html", "--force")
        assert ran.code in (0, 2), ran.err
        return (repository.folder / "reports" / "2031-Q3" / "briefing.html").read_bytes() if not ran.code else None

    pages = {"one": page()}
    repository.git("branch", "one")
    change("licences", "newsletter,5", "newsletter,6")(repository.data)
    for path in (repository.folder / "notebooks").glob("[0-9]*.ipynb"):
        path.write_text(path.read_text(encoding="utf-8").replace("Cấp giấy phép", "Cấp phép"), encoding="utf-8")
    repository.git("checkout", "-q", "-b", "other")
    repository.commit("another")
    begun = time.monotonic()
    pages["other"] = page()
    took = time.monotonic() - begun
    assert None not in pages.values() and pages["one"] != pages["other"]
    found = []
    for count in range(12):
        switching = threading.Timer(
            took * (count % 6) / 6, repository.git, ("checkout", "-q", ("one", "other")[count % 2])
        )
        switching.start()
        found.append(page())
        switching.join()
    assert all(one is None or one in pages.values() for one in found)
    assert {*pages.values()} <= {*found}, "each was built, whatever was checked out meanwhile"
    print(len(found), "builds,", found.count(None), "refused")
