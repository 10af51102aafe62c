"""Names in two spellings: what is grouped or merged by them falls apart, and each of them counts for itself."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import chain, combinations

from helpers.language import Message, _
from helpers.values.vietnamese import slug

from .notation import Reading, some

_SORTS = re.compile(r"^(?:tinh|thanh-pho|tp)-(?=.)")  # of places, which one file says and another one leaves out
_PLACE = re.compile(
    r"(?:xã|phường|thị trấn|thị xã|huyện|quận|đặc khu) +(?=\w{2})", re.IGNORECASE
)  # two may share a name
_WORD = re.compile(r"\b[a-z]{3,}\b")  # shorter ones are marks: “1C” is no “1K”
_INITIALS, _MOST_WORDS = re.compile(r"\b[A-ZĐ]{2,}\b"), 12  # “TC”, of a state or of a sort of places
_MOST_NAMES = 500  # that are tried: a register has more
_SENTENCES = re.compile(r"[.;:] \S")
_DENIES = {"chưa", "không"}
_PLACE_OF_IT = re.compile(r"^\d{1,2}[.)]\s+(?=[^\W\d])")  # “1. Xã Đất Mũi”
_HARD, _I = re.compile(r"[ck](?!h)|q(?=u)"), re.compile(r"(?<![aeou])y|(?<=qu)y")


def spelling(text: str) -> str:
    """What a name has in common with its other spellings: neither capitals nor marks, nor one of two letters for a sound.

    >>> spelling("Đắc Lắc") == spelling("ĐẮK LẮK"), spelling("TP. HCM") == spelling("Thành phố Hồ Chí Minh")
    (True, True)
    >>> spelling("1. Xã Đất Mũi") == spelling("xã Đất Mũi"), spelling("1 tháng") == spelling("tháng")
    (True, False)
    >>> spelling("Khánh Hoà") == spelling("Chánh Hòa"), spelling("Tây Sơn") == spelling("Tài Sơn")
    (False, False)
    """
    plain = re.sub(r"\bhcm$", "ho-chi-minh", _SORTS.sub("", slug(_PLACE_OF_IT.sub("", text))))
    return _WORD.sub(lambda word: _I.sub("i", _HARD.sub("k", word[0])), plain)


def as_before(name: str) -> Message:
    return _("{name!r}, as it was written before", name=name)


def otherwise(texts: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """Texts that are another one in another spelling, with that one: one that is known, else the most frequent.

    The sort of a place is left out or added as long as that says which known one is meant.

    >>> otherwise(["hoàn thành", "Hoàn thành", "Hoàn thành", "Đang làm"], []), otherwise(["Hòa Bình"], ["Hoà Bình"])
    ({'hoàn thành': 'Hoàn thành'}, {'Hòa Bình': 'Hoà Bình'})
    >>> otherwise(["Đang TC", "BV Đa khoa", "HN"], ["Đang thi công", "Bệnh viện Đa khoa", "Hà Nội", "Hà Nam"])
    {'Đang TC': 'Đang thi công', 'BV Đa khoa': 'Bệnh viện Đa khoa'}
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

    long = [name for name in known if " " in name] if len(known) <= _MOST_NAMES else []

    def of(text: str) -> str:
        bare = spelling(_PLACE.sub("", text, 1))
        meant = of_sort.get(bare, []) if not _PLACE.match(text) else [first[bare]] if first.get(bare) in known else []
        if not meant and _INITIALS.search(text):
            meant = [name for name in long if _shortens(text, name)]
        return meant[0] if first[spelling(text)] == text and len(meant) == 1 else first[spelling(text)]

    return {text: of(text) for text in counts if text not in known and of(text) != text}


def _shortens(text: str, name: str) -> bool:
    """Whether a text has initials in the place of two or more words of a name, and all others as they are."""
    words = name.split()[:_MOST_WORDS]
    places = combinations(range(len(words) + 1), 2)
    short = (
        " ".join([*words[:at], "".join(word[0] for word in words[at:to]), *words[to:]])
        for at, to in places
        if to > at + 1
    )
    return spelling(text) in map(spelling, short)


def reworded(text: str, states: Iterable[str]) -> str:
    """The state that a text says in a word or two more, or fewer, without denying it; empty: none. Sentences are no states.

    >>> [reworded(each, ["Hoàn thành", "Đang thi công"]) for each in ("Đã hoàn thành", "Thi công", "Chưa hoàn thành", "Hoàn")]
    ['Hoàn thành', 'Đang thi công', '', 'Hoàn thành']
    """
    for state in states if not _SENTENCES.search(text) else ():
        short, long = sorted((f"-{spelling(each)}-" for each in (text, state)), key=len)
        some = abs(len(text.split()) - len(state.split())) <= 2
        if (
            some
            and short in long
            and short != long
            and not _DENIES & ({*text.casefold().split()} ^ {*state.casefold().split()})
        ):
            return state
    return ""


def known_as(reading: Reading, known: Collection[str], states: Collection[str]) -> Reading:
    """A text that was read, asked where it is a known one in another spelling; of a new state among few it is said."""
    text = reading.value
    if not text or text in known:
        return reading
    if before := otherwise([text], known).get(text) or reworded(text, states):
        return Reading((before, text), _("expected {expected}", expected=as_before(before)))
    if states:
        return reading._replace(said=_("new; until now: {known}", known=some(states)))
    return reading
