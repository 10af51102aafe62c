"""Báo cáo của kỳ mới nhất phải lập được, số liệu không được mâu thuẫn: `python -m unittest discover tests`."""

import tempfile
import unittest
from pathlib import Path

from briefing.cli import run

PROJECT = str(Path(__file__).parents[1])


class Report(unittest.TestCase):
    def test_the_newest_edition_is_built(self):
        with tempfile.TemporaryDirectory() as out:
            self.assertEqual(run(["build", "--project", PROJECT, "--out", out]).exit, 0)

    def test_no_rule_is_broken(self):
        self.assertEqual(run(["check", "--project", PROJECT, "--strict"]).exit, 0)
