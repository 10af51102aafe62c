"""The briefing's helpers: see ARCHITECTURE.md for the rooms."""

from pathlib import Path

FONTS = Path(__file__).parent / "fonts"  # the paper's own: charts are laid out in them, and every format brings them
