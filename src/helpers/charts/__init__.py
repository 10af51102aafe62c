"""Charts of figures: `bars` for amounts and their parts, `lines` over time, `custom` for any other drawing; all styling lives here.

Every chart takes figures (a Series by one dimension, a DataFrame by two), draws them with seaborn or matplotlib
as an SVG whose words are text (found by search, read by screen readers), labels values directly, and carries
its values as a table: behind a disclosure for readers, as plain text for nbval. Titles and numbers stand in
HTML, so figures in them keep their source.

A chart's title says what it shows (`prose.highest`, `prose.lowest`, or an f-string of figures), its subtitle what is measured. Where
nothing is certain the title is empty, and the subtitle stands in its place. A sentence refers to a chart by its name
(`prose.reference`); its number is known in the finished document only.

Each is drawn twice, as wide as paper prints it and as wide as a phone; matplotlib finds room for all words.
"""

from .bars import bars
from .custom import custom
from .lines import lines

__all__ = ["bars", "custom", "lines"]
