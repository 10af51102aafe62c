"""The worked examples in docstrings give what they say."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest
from conftest import PUBLISHED, ROOT

import helpers
from helpers.editions import Edition

MODULES = [module.name for module in pkgutil.walk_packages(helpers.__path__, "helpers.")]


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A project with the data of the published edition, which examples name."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "notebooks").symlink_to(ROOT / "notebooks")
    (folder / "data").symlink_to(PUBLISHED)
    return folder


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name, project, monkeypatch):
    monkeypatch.chdir(project)
    failed, _ = doctest.testmod(importlib.import_module(name), extraglobs={"Edition": Edition})
    assert failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    found = {name: sum(len(test.examples) for test in finder.find(importlib.import_module(name))) for name in MODULES}
    assert sum(found.values()) >= 20, found
