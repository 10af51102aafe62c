"""Names in two spellings: what is grouped or merged by them falls apart, and each of them counts for itself."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain

from helpers.language import Message, _
from helpers.values.vietnamese import slug

_SORTS = re.compile(r"^(?:tinh|thanh-pho|tp)-(?=.)")  # of places, which one file says and another one leaves out
_PLACE = re.compile(
    r"(?:xã|phường|thị trấn|thị xã|huyện|quận|đặc khu) +(?=\w{2})", re.IGNORECASE
)  # two may share a name
_WORD = re.compile(r"\b[a-z]{3,}\b")  # shorter ones are marks: “1C” is no “1K”
_HARD, _I = re.compile(r"[ck](?!h)|q(?=u)"), re.compile(r"(?<![aeou])y|(?<=qu)y")


def spelling(text: str) -> str:
    """What a name has in common with its other spellings: neither capitals nor marks, nor one of two letters for a sound.

    >>> spelling("Đắc Lắc") == spelling("ĐẮK LẮK"), spelling("TP. HCM") == spelling("Thành phố Hồ Chí Minh")
    (True, True)
    >>> spelling("Khánh Hoà") == spelling("Chánh Hòa"), spelling("Tây Sơn") == spelling("Tài Sơn")
    (False, False)
    """
    plain = re.sub(r"\bhcm$", "ho-chi-minh", _SORTS.sub("", slug(text)))
    return _WORD.sub(lambda word: _I.sub("i", _HARD.sub("k", word[0])), plain)


def as_before(name: str) -> Message:
    return _("{name!r}, as it was written before", name=name)


def otherwise(texts: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Texts that are another one in another spelling, with that one: one that is known, else the most frequent.

    The sort of a place is left out or added as long as that says which known one is meant.

    >>> otherwise(["hoàn thành", "Hoàn thành", "Hoàn thành", "Đang làm"], []), otherwise(["Hòa Bình"], ["Hoà Bình"])
    ({'hoàn thành': 'Hoàn thành'}, {'Hòa Bình': 'Hoà Bình'})
    >>> otherwise(["xã Năm Căn", "Đất Mũi"], ["Năm Căn", "Xã Đất Mũi"]), otherwise(["Xã Núi Sập"], ["Thị trấn Núi Sập"])
    ({'xã Năm Căn': 'Năm Căn', 'Đất Mũi': 'Xã Đất Mũi'}, {})
    """
    counts = Counter(filter(None, texts))
    first: dict[str, str] = {}
    for text in chain(known, (text for text, _count in counts.most_common())):
        first.setdefault(spelling(text), text)
    of_sort: dict[str, list[str]] = {}  # places without their sort → as they are known
    for text in filter(_PLACE.match, known):
        of_sort.setdefault(spelling(_PLACE.sub("", text, 1)), []).append(text)

    def of(text: str) -> str:
        bare = spelling(_PLACE.sub("", text, 1))
        meant = of_sort.get(bare, []) if not _PLACE.match(text) else [first[bare]] if first.get(bare) in known else []
        return meant[0] if first[spelling(text)] == text and len(meant) == 1 else first[spelling(text)]

    return {text: of(text) for text in counts if text not in known and of(text) != text}
