"""Typing slips: what a number may have been before a finger slipped.

The kinds are those of Scholtus (2009), "Automatic correction of simple typing errors in numerical data with balance
edits", and those that Vietnamese number marks and units add: a decimal comma for a thousands mark, noughts too many or too few.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

DIGITS = "0123456789"
FRACTION = 6  # the rank of what would make a fraction of what is whole


@dataclass(frozen=True)
class Slip:
    """A value probably meant, and the slip in it; lower ranks are likelier."""

    value: Decimal
    rank: int
    reason: str

    @property
    def keeps_digits(self) -> bool:
        """Whether only the place of its mark is another."""
        return self.rank in (0, 3, FRACTION)


def likely_values(typed: str) -> Iterator[Slip]:
    """What may have been meant by a typed number, each value once, the likeliest slip first.

    typed: as written in the CSV, with a decimal point.

    >>> [str(slip.value) for slip in likely_values("7") if slip.value == 71]
    ['71']
    >>> next(likely_values("96.475")).value
    Decimal('96475')
    """
    found = {Decimal(typed)}
    for slip in sorted(_all(typed), key=lambda slip: slip.rank):
        if slip.value not in found:
            found.add(slip.value)
            yield slip


def _all(typed: str) -> Iterator[Slip]:
    sign, number = ("-", typed[1:]) if typed.startswith("-") else ("", typed)
    whole, point, fraction = number.partition(".")
    digits = whole + fraction

    def value(changed: str) -> Decimal:
        at = len(changed) - len(fraction)
        return Decimal(f"{sign}{changed[:at] or '0'}{point}{changed[at:]}")

    if len(fraction) == 3:
        yield Slip(Decimal(f"{sign}{digits}"), 0, "dấu phẩy thập phân đặt vào chỗ dấu chấm phân nhóm nghìn")
    if not fraction and len(whole) > 3:
        thousandth = Decimal(f"{sign}{whole[:-3]}.{whole[-3:]}")
        yield Slip(thousandth, 6, "dấu chấm phân nhóm nghìn đặt vào chỗ dấu phẩy thập phân")
    for at in range(len(digits) - 1):
        if digits[at] == digits[at + 1]:
            yield Slip(value(digits[:at] + digits[at + 1 :]), 5, "thừa một chữ số, gõ hai lần")
        else:
            exchanged = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            yield Slip(value(exchanged), 1, "hai chữ số liền nhau bị đổi chỗ")
    for at in range(len(digits)) if len(digits) > 1 else ():  # of one digit any other would do
        for digit in DIGITS:
            if digit != digits[at]:
                yield Slip(value(digits[:at] + digit + digits[at + 1 :]), 2, "một chữ số bị gõ nhầm")
    for at in range(len(digits) + 1):
        for digit in DIGITS:
            yield Slip(value(digits[:at] + digit + digits[at:]), 4, "một chữ số bị bỏ sót")
    if len(digits) > 1:
        for at in range(len(digits)):
            yield Slip(value(digits[:at] + digits[at + 1 :]), 5, "thừa một chữ số")
    for times, words in ((1000, "đơn vị lệch một nghìn lần"), (100, "lệch một trăm lần"), (10, "lệch mười lần")):
        for likely_values in (Decimal(typed) * times, Decimal(typed) / times):
            # what is counted stays whole: a fraction is less likely
            yield Slip(
                likely_values, 3 if fraction or likely_values == likely_values.to_integral_value() else FRACTION, words
            )
    yield Slip(-Decimal(typed), 7, "sai dấu")
