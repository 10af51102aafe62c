"""Báo cáo của kỳ mới nhất phải lập được, số liệu không được mâu thuẫn: `python -m unittest discover tests`."""

import tempfile
import unittest
from pathlib import Path

from briefing.cli import main

PROJECT = str(Path(__file__).parents[1])


class Report(unittest.TestCase):
    def test_the_newest_edition_is_built(self):
        with tempfile.TemporaryDirectory() as out:
            self.assertEqual(main(["build", "--project", PROJECT, "--out", out]), 0)

    def test_no_rule_is_broken(self):
        self.assertEqual(main(["check", "--project", PROJECT, "--strict"]), 0)


if __name__ == "__main__":
    unittest.main()
