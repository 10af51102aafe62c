"""From a saved file to the reloaded page, in a real browser: python tests/benchmarks/watch.py [--runs N]"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from build import swap_a_row
from playwright.sync_api import sync_playwright
from timing import BIN, ROOT, Measured, print_table

PORT = 8791
CHANGED = """was => new Promise(done => {
  const found = document.documentElement, look = () => found.dataset.shown !== was && done();
  new MutationObserver(look).observe(found, { attributes: true });
  look();
})"""  # waits without drawing: a browser that looks at each frame takes a processor from the build


def measure(runs: int = 3) -> list[Measured]:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        data = Path(shutil.copytree(ROOT / "data", folder / "data"))
        command = [
            BIN / "briefing",
            "build",
            "--watch",
            "2024-H1",
            "--data",
            data,
            "--out",
            folder / "out",
            "--port",
            str(PORT),
        ]
        watch = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        watch.stdout.readline()
        chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{PORT}/")
        page.locator("html[data-shown]").wait_for(timeout=120_000)

        def saved() -> float:
            """Seconds from a saved row to the page."""
            before, begun = page.locator("html").get_attribute("data-shown"), time.perf_counter()
            swap_a_row(data)
            page.evaluate(CHANGED, before)
            return time.perf_counter() - begun

        to_page = statistics.median(saved() for _ in range(runs))
        browser.close()
        watch.terminate()
        watch.wait()
    return [Measured("watch: from a saved row to the page", to_page, "s", "≤ 1.5")]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    print_table(measure(parser.parse_args().runs))
