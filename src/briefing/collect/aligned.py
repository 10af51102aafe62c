"""What became of each paragraph of a Word file: the same, changed, gone or come, joined with another or divided."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ..document.formats.docx.reading import Paragraph

# how alike two paragraphs are of which one may have become the other, and texts that say the same
LIKE, ALIKE = 0.45, 0.8
SURE = 12  # letters by which a paragraph that was joined or divided is known again
_CAPTION = re.compile(r"(\w+) (\d+)\. (.+)")
Pair = tuple[Paragraph | None, Paragraph | None]  # as it was sent, and as it is


def together(first: Paragraph, second: Paragraph, between: str = " ") -> Paragraph:
    """Two paragraphs as one."""
    text, before = (between.join(filter(None, each)) for each in zip(first[:2], second[:2], strict=True))
    names, by, comments = first.names + second.names, first.by + second.by, first.comments + second.comments
    return Paragraph(text, before, names, by, comments, first.beside)


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
