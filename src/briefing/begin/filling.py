"""Files of the template with their places filled: `{{ name }}` stands for a word, in a form that its kind of file keeps."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from helpers.data.updating import csv_of

from ..sections import in_bytes

_PLACE = re.compile(r"\{\{ (\w+) \}\}")


def filled(path: Path, words: Mapping[str, str]) -> bytes:
    """A file with its words: within cells of a CSV and strings of JSON. A notebook's cell that lacks one is left out."""

    def fill(text: str) -> str:
        return _PLACE.sub(lambda place: words[place[1]], text)

    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return csv_of([fill(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))).encode()
    if path.suffix == ".ipynb":
        notebook = json.loads(text)
        told = [cell for cell in notebook["cells"] if words.keys() >= {*_PLACE.findall("".join(cell["source"]))}]
        for number, cell in enumerate(told):
            lines = fill("".join(cell["source"])).splitlines(keepends=True)
            cell |= {"id": f"{number:02}", "source": lines}
        return in_bytes({**notebook, "cells": told})
    if path.suffix == ".json":
        words = {name: json.dumps(word, ensure_ascii=False)[1:-1] for name, word in words.items()}
    return fill(text).encode()
