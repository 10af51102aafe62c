"""`briefing init`: a project of a department's own, which builds at once."""

import re
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import helpers
from helpers.audit.completeness import OPEN
from helpers.data.csv_writer import csv_of, refuse_occupied, replace_files
from helpers.data.datapackage import whole
from helpers.data.reporting_period import Span
from helpers.data.validation import check_folder
from helpers.i18n import _
from helpers.project import Project
from helpers.values.vietnamese import slug

from .filling import TEMPLATE, filled

_LOCK = Project(Path()).lock.name
_LOCKS = Path(helpers.__file__).parents[2] / _LOCK, Path(sys.prefix, "share", "briefing", _LOCK)  # checkout, wheel
_PROVINCE = re.compile(r" (?P<province>(?:tỉnh|thành phố) (?P<place>.+))$")


def init(folder: Path, name: str, period: str) -> list[str]:
    """Write a project; says what it wrote. name: of the department, with its province or without.

    Raises InputError for a folder in which something lies.
    """
    refuse_occupied(folder)
    words = _words(" ".join(name.split()), Span.of(period))
    paths = (path for path in sorted(TEMPLATE.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    contents = {path.relative_to(TEMPLATE).as_posix(): filled(path, words) for path in paths}
    (periods,) = (table for table in whole({"resources": []})["resources"] if table["name"] == "periods")
    columns = [field["name"] for field in periods["schema"]["fields"]]
    contents["data/periods.csv"] = csv_of([columns, [words[column] for column in columns]]).encode()
    lock = next((path.read_bytes() for path in _LOCKS if path.exists()), b"")
    contents[_LOCK] = f"# briefing {version('briefing')}\n".encode() + lock
    with tempfile.TemporaryDirectory(prefix="briefing-") as copy:
        replace_files({Path(copy, path): content for path, content in contents.items()})
        check_folder(Path(copy, "data"))
    replace_files({folder / path: content for path, content in contents.items()})
    there = {"count": len(contents), "folder": folder}
    return [_("{count} files written to {folder}; next: {briefing} build --project {folder}", **there)]


def _words(name: str, span: Span) -> dict[str, str]:
    """What the template's places stand for; what nobody has said is a sign that the report must not keep."""
    told = _PROVINCE.search(name)
    name = _PROVINCE.sub("", name)
    letters = [word if word.isupper() else word[0].upper() for word in name.split() if word != "và"]
    return {
        **{"name": name, "short_name": "".join(letters), "slug": slug(name)},
        "province": told["province"] if told else OPEN,
        "place": told["place"] if told else OPEN,
        **{"period": span.key, "label": span.label, "previous": span.before.key},
        **{"last": "II", "last_title": "Phương hướng, nhiệm vụ trong thời gian tới", "tables": "`statements`"},
        **{"subject": "Kết quả công tác {period}", "signatory_title": "GIÁM ĐỐC", "signatory_name": OPEN},
        "estimated": "false",
        **span.told,
    }
