"""From a saved file to the reloaded page, in a real browser: python tests/benchmarks/watch.py [--runs N]"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from build import swap_a_row
from playwright.sync_api import sync_playwright
from timing import BIN, ROOT, verdict

PORT = 8791


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        data = Path(shutil.copytree(ROOT / "data", folder / "data"))
        command = [BIN / "briefing", "watch", "--data", data, "--out", folder / "out", "--port", str(PORT)]
        watch = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        watch.stdout.readline()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{PORT}/")
        page.wait_for_function("document.documentElement.dataset.shown")

        def reloaded(save: Callable[[], None]) -> float:
            shown = page.evaluate("document.documentElement.dataset.shown")
            begun = time.perf_counter()
            save()
            page.wait_for_function(
                "before => document.documentElement.dataset.shown !== before", arg=shown, polling="raf"
            )
            return time.perf_counter() - begun

        seconds = statistics.median(reloaded(lambda: swap_a_row(data)) for _ in range(runs))
        browser.close()
        watch.terminate()
        watch.wait()
    print(f"{'watch: a saved row to the page, seconds':38} {verdict(seconds, 2, False)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    main(parser.parse_args().runs)
