"""What became of each paragraph of a Word file: the same, changed, gone or come, joined with another or divided; and of its words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..document.formats.docx.reading import Paragraph

# how alike two paragraphs are of which one may have become the other, and texts that say the same
LIKE, ALIKE = 0.45, 0.8
SURE = 12  # letters by which a paragraph that was joined or divided is known again
_WORDS = re.compile(r"\d[\d.,/]*\d%?|\d%?|\w+|\s+|.")
# the number of an item, which Word takes out of the words when it makes a list of them
_ORDINAL = re.compile(r"^\d{1,2}[.,)]\s+")
_TYPED = str.maketrans("“”„‟‘’–—‑−", '""""\'\'----')  # what editors put for what was typed
_NUMBER = re.compile(r"(?<!\w)\d")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_CAPTION = re.compile(r"(\w+) (\d+)\. (.+)")
Pair = tuple[Paragraph | None, Paragraph | None]  # as it was sent, and as it is


def together(first: Paragraph, second: Paragraph, between: str = " ") -> Paragraph:
    """Two paragraphs as one."""
    text, before = (between.join(filter(None, each)) for each in zip(first[:2], second[:2], strict=True))
    names, by, comments = first.names + second.names, first.by + second.by, first.comments + second.comments
    return Paragraph(text, before, names, by, comments, beside=first.beside)


def _joined(parts: list[Paragraph], wholes: list[Paragraph]) -> list[Paragraph]:
    """Paragraphs, of which neighbours are put together where the others have them as one."""
    found = parts[:1]
    for part in parts[1:]:
        both = together(found[-1], part)
        # which begins as the first of them or ends as the second: few do, and only these are looked at closely
        few = (
            each
            for each in wholes
            if {each.before[:SURE], each.before[-SURE:]} & {both.before[:SURE], both.before[-SURE:]}
        )
        if any(_alike(both, each) > max(ALIKE, _alike(found[-1], each), _alike(part, each)) for each in few):
            found[-1] = both
        else:
            found.append(part)
    return found


def _alike(one: Paragraph, other: Paragraph) -> float:
    found = SequenceMatcher(None, one.before, other.before)
    return found.ratio() if found.real_quick_ratio() >= LIKE else 0.0


def counted_as_sent(sent: Sequence[Paragraph], file: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of a file with captions numbered as they were sent: Word counts on where one is gone or has come."""
    was, now = _captions(sent), _captions(file)
    back = {f"{key[0]} {number}": f"{key[0]} {was[key]}" for key, number in now.items() if key in was}

    def renumbered(text: str) -> str:
        return re.sub(r"(?<!\[)\b\w+ \d+", lambda found: back.get(found[0], found[0]), text)

    return [each._replace(text=renumbered(each.text), before=renumbered(each.before)) for each in file]


def _captions(paragraphs: Sequence[Paragraph]) -> dict[tuple[str, str], int]:
    """The numbers of captions, "Bảng 13. …", by label and title: of labels that count 1, 2, 3, which nobody has typed."""
    read = filter(None, (_CAPTION.fullmatch(each.text) for each in paragraphs))
    found = {(caption[1], caption[3]): int(caption[2]) for caption in read}
    counts = {label: [number for key, number in found.items() if key[0] == label] for label, _title in found}
    return {key: number for key, number in found.items() if counts[key[0]] == [*range(1, len(counts[key[0]]) + 1)]}


def aligned(sent: Sequence[Paragraph], file: Sequence[Paragraph]) -> Iterator[Pair]:
    """Each paragraph with what became of it; None for one that has come or gone."""
    texts = [each.before for each in sent], [each.before for each in file]
    for tag, start, end, first, last in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(sent[start:end], file[first:last], strict=True)
        else:
            was, now = list(sent[start:end]), list(file[first:last])
            yield from _paired(_joined(was, now), _joined(now, was))


def _paired(sent: list[Paragraph], file: list[Paragraph]) -> Iterator[Pair]:
    """Paragraphs of one place by their bookmarks, else by their words, in order."""
    for new in file:
        at = next((at for at, old in enumerate(sent) if set(old.names) & set(new.names)), None)
        if at is None and new.before:
            alike = [_alike(old, new) for old in sent]
            best = max(range(len(sent)), key=alike.__getitem__, default=None)
            if best is not None and (alike[best] >= LIKE or len(sent) == len(file)):
                at = best if alike[best] >= LIKE else 0
        if at is None or not new.before:
            yield None, new
            continue
        yield from ((old, None) for old in sent[:at])
        yield sent[at], new
        del sent[: at + 1]
    yield from ((old, None) for old in sent)


class Op(NamedTuple):
    """Words of the old text from one place to another, and what stands there now."""

    start: int
    end: int
    new: str


def changed_words(old: str, new: str) -> list[Op]:
    """What was changed in a text, word by word; changes with no word between them are one, but for a number's.

    >>> changed_words("Cơ cấu theo 5 mức", "Tỷ trọng theo 6 bậc")
    [Op(start=0, end=6, new='Tỷ trọng'), Op(start=12, end=13, new='6'), Op(start=14, end=17, new='bậc')]
    """
    words, now = (_WORDS.findall(_ORDINAL.sub("", text)) for text in (old, new))
    places = [len(old) - sum(map(len, words))]
    for word in words:
        places.append(places[-1] + len(word))
    found: list[Op] = []
    for tag, start, end, first, last in SequenceMatcher(None, words, now, autojunk=False).get_opcodes():
        op = Op(places[start], places[end], "".join(now[first:last]))
        if tag == "insert" and op.new[0] == " " == old[op.start : op.start + 1]:
            op = Op(op.start + 1, op.start + 1, f"{op.new[1:]} ")  # " more" before a space is "more " behind it
        if tag == "equal" or as_typed(old[op.start : op.end]) == as_typed(op.new):
            continue
        if found and _are_one(old, found[-1], op):
            before = found.pop()
            op = Op(before.start, op.end, before.new + old[before.end : op.start] + op.new)
        found.append(op)
    return found


def _are_one(old: str, first: Op, second: Op) -> bool:
    """Whether no word stands between two changes, of which neither is of a number: that has answers of its own."""
    words = (text for op in (first, second) for text in (old[op.start : op.end], op.new))
    return not re.search(r"\w", old[first.end : second.start]) and not any(map(_NUMBER.search, words))


def as_typed(text: str) -> str:
    """Words without what differs from editor to editor and says nothing: the form of quotes and dashes, where a tone mark is put.

    >>> as_typed("“số hoá”") == as_typed('"số hóa"'), as_typed("hoà") == as_typed("hoá")
    (True, False)
    """

    def tone_last(word: re.Match[str]) -> str:
        letters = unicodedata.normalize("NFD", word[0])
        return "".join(sorted(letters, key=lambda letter: letter in _TONES))

    return re.sub(r"\w+", tone_last, text.translate(_TYPED))
