"""What runs notebooks and makes editions of them; `helpers` is what notebooks speak with. See ARCHITECTURE.md."""

import sys

# jsonschema, which nbformat imports, tries this package for the format "iri", which no notebook uses; importing it
# parses a grammar for 0.9 s, longer than all else that a build imports together. Without it the format is not checked.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
