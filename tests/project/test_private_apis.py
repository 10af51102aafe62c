"""What is used of other packages beside their documentation, as ARCHITECTURE.md lists it: still there after an upgrade?"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell


def parameters(function: Callable) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize(
    ("package", "holds"),
    [
        ("ipython", lambda: parameters(InteractiveShell._showtraceback) == ["self", "etype", "evalue", "stb"]),
        ("matplotlib", lambda: Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf").exists()),
        ("pandas", lambda: pd.api.extensions.ExtensionArray._readonly is False),
    ],
)  # fmt: skip
def test_what_is_borrowed_is_as_it_was(package, holds):
    assert holds(), f"{package} {version(package)} is no longer as ARCHITECTURE.md says under “borrowed”"
