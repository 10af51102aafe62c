"""The worked examples in docstrings give what they say."""

import doctest
import importlib
import pkgutil

import pytest
from conftest import PUBLISHED

import helpers
from helpers.editions import Edition
from helpers.project import Project

MODULES = [module.name for module in pkgutil.walk_packages(helpers.__path__, "helpers.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name, monkeypatch):
    monkeypatch.setattr(Project, "data", PUBLISHED)  # examples name the published edition
    failed, _ = doctest.testmod(importlib.import_module(name), extraglobs={"Edition": Edition})
    assert failed == 0


def test_there_are_examples():
    finder = doctest.DocTestFinder()
    found = {name: sum(len(test.examples) for test in finder.find(importlib.import_module(name))) for name in MODULES}
    assert sum(found.values()) >= 20, found
    assert all(found[f"helpers.{name}"] for name in ("editions.numbers", "prose", "values.figures", "data.expressions"))
