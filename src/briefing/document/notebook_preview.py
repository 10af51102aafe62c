"""In JupyterLab: `%load_ext briefing`, then `%printed` shows the notebook's own section as it will be printed."""

import os
from html import escape
from pathlib import Path

from helpers.errors import InputError, Problem
from helpers.i18n import _
from helpers.values.display_bundle import Look


def printed(line: str = "") -> Look:
    """The section of the notebook that is open, as it was saved, on the page for the screen.

    Raises InputError where JupyterLab does not say which notebook that is.
    """
    from .nbconvert_exporters import section_file  # not before it is asked for

    path = Path(os.environ.get("JPY_SESSION_NAME", ""))
    if path.suffix != ".ipynb" or not path.is_file():
        expected, remedy = _("a saved notebook that is open in JupyterLab"), _("Save it, and run the cell there.")
        raise InputError(Problem("%printed", value=path.name, expected=expected, remedy=remedy, code="unreadable_file"))
    page = section_file(path.name, path.read_bytes()).decode()
    return Look(f'<iframe srcdoc="{escape(page)}" width="100%" height="720"></iframe>', path.name)
