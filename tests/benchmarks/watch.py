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
CHANGED = """([element, attribute, was]) => new Promise(done => {
  const found = document.querySelector(element), look = () => found.getAttribute(attribute) !== was && done();
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
        button = page.locator("#pdf")
        told = [("html", "data-shown"), ("iframe[title=PDF]", "src")]
        button.wait_for(timeout=120_000)
        button.click()

        def saved() -> list[float]:
            """Seconds from a saved row to the page, and to the PDF."""
            before = [page.locator(element).get_attribute(attribute) for element, attribute in told]
            begun, seconds = time.perf_counter(), []
            swap_a_row(data)
            for (element, attribute), was in zip(told, before, strict=True):
                page.evaluate(CHANGED, [element, attribute, was])
                seconds.append(time.perf_counter() - begun)
            return seconds

        to_page, to_pdf = map(statistics.median, zip(*(saved() for _ in range(runs)), strict=True))
        browser.close()
        watch.terminate()
        watch.wait()
    return [
        Measured("watch: from a saved row to the page", to_page, "s", "≤ 1.5"),
        Measured("watch: from a saved row to the PDF", to_pdf, "s"),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    print_table(measure(parser.parse_args().runs))
