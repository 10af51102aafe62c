"""Lunar years by name: the cycle of sixty, ten stems (can) beside twelve branches (chi)."""

import re

STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")
ANIMALS = {
    "chuột": "Tý", "trâu": "Sửu", "hổ": "Dần", "cọp": "Dần", "mèo": "Mão", "rồng": "Thìn", "rắn": "Tỵ", "ngựa": "Ngọ",
    "dê": "Mùi", "khỉ": "Thân", "gà": "Dậu", "chó": "Tuất", "lợn": "Hợi", "heo": "Hợi",
}  # fmt: skip
_SPELT = {"Kỉ": "Kỷ", "Quí": "Quý", "Tí": "Tý", "Tị": "Tỵ", "Mẹo": "Mão"}  # other spellings in use
NAME = re.compile(
    rf"\b(?P<stem>{'|'.join((*STEMS, 'Kỉ', 'Quí'))})\s+(?P<branch>{'|'.join((*BRANCHES, 'Tí', 'Tị', 'Mẹo'))})\b",
    re.IGNORECASE,
)


def lunar_year(year: int) -> str:
    """The name of the lunar year that begins in a year.

    >>> lunar_year(2024), lunar_year(2025), lunar_year(1984)
    ('Giáp Thìn', 'Ất Tỵ', 'Giáp Tý')
    """
    return f"{STEMS[(year - 4) % 10]} {BRANCHES[(year - 4) % 12]}"


def spelt(match: re.Match[str]) -> str:
    """A name that `NAME` has found, in one spelling.

    >>> spelt(NAME.search("Tết Nguyên đán quí tị"))
    'Quý Tỵ'
    """
    parts = (match["stem"].capitalize(), match["branch"].capitalize())
    return " ".join(_SPELT.get(part, part) for part in parts)


def branch_of(name: str) -> str:
    """The branch that a branch or its animal names.

    >>> branch_of("Thìn"), branch_of("Rồng"), branch_of("tị")
    ('Thìn', 'Thìn', 'Tỵ')
    """
    return ANIMALS.get(name.lower()) or _SPELT.get(name.capitalize(), name.capitalize())
