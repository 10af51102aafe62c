"""Files of the template with their places filled: `{{ name }}` stands for a word, in a form that its kind of file keeps."""

import csv
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path

from helpers.data.csv_writer import csv_of

from ..sections import in_bytes

TEMPLATE = Path(__file__).parent / "template"
_PLACE = re.compile(r"\{\{ (\w+) \}\}")


def filled(path: Path, words: Mapping[str, str]) -> bytes:
    """A file with its words: within cells of a CSV and strings of JSON. A notebook's cell that lacks one is left out."""

    def fill(text: str, words: Mapping[str, str] = words) -> str:
        return _PLACE.sub(lambda place: words[place[1]], text)

    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        return csv_of([fill(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))).encode()
    if path.suffix == ".ipynb":
        notebook, told = json.loads(text), list[dict[str, object]]()
        for cell in notebook["cells"]:
            source = "".join(cell["source"])
            if words.keys() >= {*_PLACE.findall(source)}:
                told.append({**cell, "id": f"{len(told):02}", "source": fill(source).splitlines(keepends=True)})
        return in_bytes({**notebook, "cells": told})
    if path.suffix == ".json":
        words = {name: json.dumps(word, ensure_ascii=False)[1:-1] for name, word in words.items()}
    return fill(text, words).encode()
