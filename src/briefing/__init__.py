"""What runs notebooks and makes editions of them; `helpers` is what notebooks speak with. See ARCHITECTURE.md."""

import sys
from typing import Any

# jsonschema, which nbformat imports, tries this package for the format "iri", which no notebook uses; importing it
# parses a grammar for 0.9 s, longer than all else that a build imports together. Without it the format is not checked.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext briefing` in a notebook: `%printed` shows its section as it will be printed."""
    from .document.notebook_preview import printed

    shell.register_magic_function(printed, "line", "printed")
