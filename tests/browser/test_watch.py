"""`briefing build --watch` in a real browser: what is saved appears where the reader was; mistakes are shown, not died of."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import struct
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from conftest import COMMAND, Checkout, briefing, free_port, only, processes, wait_until


class Watch:
    """A running watch of a copy of the project, and the page that a browser shows of it."""

    def __init__(self, folder: Path, synthetic, browser) -> None:
        checkout, self.port = Checkout.make(folder / "checkout", program=True), free_port()
        self.checkout, self.data = checkout.folder, checkout.folder / "data"
        only(self.checkout, "12_press", "13_publishing", "15_assessment", "22_audit")  # each save is printed, too
        self.out = folder / "out"
        shutil.copytree(synthetic.folder, self.out / "2031-Q3")
        self.process = subprocess.Popen(
            [COMMAND, "build", "--watch", "--out", str(self.out), "--port", str(self.port)],
            cwd=self.checkout,
            env={**os.environ, **checkout.environment},
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout.readline().startswith("Watching 2031-Q3")
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.page.goto(f"http://127.0.0.1:{self.port}/#I.5")
        self.wait_for_edition("")
        self.change(self.data / "licences.csv", "newsletter,5", "newsletter,4")  # while the first build runs
        self.briefing = self.page.frames[1]
        self.wait_for_licences("15")

    @property
    def edition(self) -> str:
        return self.page.evaluate("document.documentElement.dataset.shown ?? ''")

    def wait_for_edition(self, before: str) -> None:
        """Wait until the page shows another edition than `before`."""
        self.page.wait_for_function(
            "before => (document.documentElement.dataset.shown ?? '') !== before", arg=before, timeout=90_000
        )

    def wait_for_licences(self, total: str) -> None:
        """Wait until the page prints this number of licences and nothing is being built."""
        printed = "document.querySelector('iframe').contentDocument.querySelector('#I\\\\.5 data[data-key=\"licences.licences()\"]')"
        self.page.wait_for_function(
            f"{printed}?.textContent === '{total}' && document.querySelector('pre').hidden", timeout=90_000
        )

    def change(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def watch(tmp_path_factory, synthetic, browser):
    watch = Watch(tmp_path_factory.mktemp("watch"), synthetic, browser)
    yield watch
    if watch.process.poll() is None:
        os.killpg(watch.process.pid, signal.SIGKILL)


def test_a_saved_row_appears_where_the_reader_was(watch):
    section = watch.briefing.locator("#I\\.5")
    section.evaluate("e => scrollTo({top: e.getBoundingClientRect().top + scrollY + 120, behavior: 'instant'})")
    before, edition = section.bounding_box()["y"], watch.edition
    watch.change(watch.data / "licences.csv", "non_commercial,9", "non_commercial,8")
    watch.wait_for_edition(edition)
    watch.wait_for_licences("14")
    assert abs(section.bounding_box()["y"] - before) <= 2
    assert watch.page.title() == "Báo cáo kiểm điểm công tác chỉ đạo, điều hành Quý III năm 2031"


def test_a_mistake_is_shown_in_the_page_and_goes_when_it_is_fixed(watch):
    note = watch.page.locator("pre")
    edition = watch.edition
    watch.change(watch.data / "licences.csv", "non_commercial,8", "non_commercial,eight")
    watch.page.locator("pre.failed").wait_for(timeout=60_000)
    assert "licences.csv, line" in note.inner_text() and "a number" in note.inner_text()
    assert watch.edition == edition and watch.briefing.locator("#I\\.5").count() == 1
    watch.change(watch.data / "licences.csv", "non_commercial,eight", "non_commercial,7")
    watch.wait_for_edition(edition)
    note.wait_for(state="hidden", timeout=60_000)


@pytest.mark.parametrize("name", ["elsewhere.example", "127a0b0c1", "127.0.0.1.example"])
def test_only_this_machines_own_name_is_answered(watch, name):
    request = urllib.request.Request(f"http://127.0.0.1:{watch.port}/", headers={"Host": name})
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(request)


@pytest.mark.parametrize("path", ["%00", "..%2fstate.json", "%2e%2e/%2e%2e/data/counts.csv", "notebooks%00.html"])
def test_what_is_no_file_of_the_edition_is_not_found(watch, path):
    with pytest.raises(urllib.error.HTTPError, match=r"40[34]"):
        urllib.request.urlopen(f"http://127.0.0.1:{watch.port}/edition/{path}")


def test_a_build_is_good_although_the_one_before_cannot_be_removed(watch):
    half = watch.out / "published" / "2031-Q3" / "1" / "publication.json"
    half.parent.mkdir(parents=True)
    half.write_text("{}", encoding="utf-8")
    edition = watch.edition
    watch.change(watch.data / "licences.csv", "non_commercial,7", "non_commercial,6")
    watch.wait_for_edition(edition)
    watch.page.locator("pre:not(.building)").wait_for(state="attached", timeout=60_000)
    assert watch.page.locator("pre").is_hidden(), watch.page.locator("pre").inner_text()
    shutil.rmtree(half.parents[2])


def test_a_reader_who_goes_is_nothing_to_tell(watch):
    """That no traceback was printed is seen when the watch has ended."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", watch.port)) as gone:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            gone.sendall(b"GET /edition/briefing.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")


def test_a_port_that_is_taken_is_said(watch, tmp_path):
    ran = briefing("build", "--watch", "--data", watch.data, "--out", tmp_path, "--port", watch.port)
    assert ran.code == 2 and "--port" in ran.err and "Traceback" not in ran.err


def test_ctrl_c_ends_it_and_leaves_nothing_running(watch):
    os.killpg(watch.process.pid, signal.SIGINT)
    watch.process.wait(timeout=10)
    assert watch.process.returncode == 0
    assert "Traceback" not in watch.process.stdout.read()
    wait_until(lambda: not processes(watch.process.pid), "no process of the watch is left")
