"""What comes back from the desks of communes, health stations and offices: a fourth wave, written before anything was tried.

Signs of meaning by colour, dates as texts, zeros typed as letters, pasted halves, copied sheets, other programs' exports.
"""

import copy

from habits import Habit, asked, fair, refused, right
from habits_numbers import B, C, P, T, base, count, either, typed
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

HABITS = []
ARTICLES, EMAILS, FILES = count("press_articles"), count("emails"), base("notary", "files")
RETURNED, LENGTH = count("postal_dossiers_returned"), count("fibre_length")
RED = "FFFF0000"


def one(office, code, text, want, name=None, form=None):
    HABITS.append(typed(office, code, text, want, name or f"from a desk: {text!r} in {code}", form))


# zeros and ones typed as letters, on a keyboard or read from paper
one(T, EMAILS, "928O", "asked")
one(T, EMAILS, "9.2B6", "asked", "from a desk: B for 8")
one(B, RETURNED, "o", "asked")
one(B, RETURNED, "O", "asked", "from a desk: a large O")
one(P, ARTICLES, "47l2", "asked", "from a desk: l for 1")
one(P, ARTICLES, "IV", "asked")
# what people write who are not sure
one(P, ARTICLES, "4732?", "asked")
one(T, EMAILS, "đang tổng hợp", "asked")
one(T, EMAILS, "9286 (tạm tính)", fair({EMAILS: 9286}, named=(EMAILS,)))
one(B, LENGTH, "7604 km (trong đó VNPT 3000 km)", either(LENGTH, 7604))
one(B, LENGTH, "7600-7608", "asked")
one(B, LENGTH, "như năm trước", "asked")
one(C, FILES, "456715 + 1000", "asked", "from a desk: a sum in words")
one(C, FILES, "xem file đính kèm", "asked")
# how programs export
one(P, ARTICLES, 4732.0000000001, either(ARTICLES, 4732), "from a desk: a rest of a computation")
one(P, ARTICLES, "4732\n", 4732, "from a desk: a line end behind")
one(P, ARTICLES, "4\u00a0732", 4732, "from a desk: a hard blank between thousands")
one(P, ARTICLES, "４７３２", 4732, "from a desk: wide digits")
one(P, ARTICLES, "'4732", either(ARTICLES, 4732), "from a desk: an apostrophe before")
one(P, ARTICLES, "#REF!", "asked", "from a desk: a broken reference")
one(P, ARTICLES, "=4700+32", either(ARTICLES, 4732), "from a desk: a formula without its value")
one(P, ARTICLES, True, "asked", "from a desk: a tick box")
one(T, EMAILS, "9.286,0", either(EMAILS, 9286), "from a desk: a decimal of nothing")
one(T, EMAILS, "9,286.0", either(EMAILS, 9286), "from a desk: an English decimal of nothing")


def edited(name, office, edit, want, cells=()):
    HABITS.append(Habit(f"from a desk: {name}", office, edit, want, cells))


def to_correct(book):
    """Red letters in the office mean: this is still to be corrected. It says so beside the cell."""
    cell = book.cell(ARTICLES)
    cell.font = Font(color=RED)
    cell.offset(column=3).value = "đỏ = còn sửa"


def in_red(book):
    book.cell(ARTICLES).fill = PatternFill("solid", fgColor=RED)
    book.cell(ARTICLES).comment = Comment("số cũ, chưa sửa", "An")


def old_and_new(book):
    """The old number is left, the new one is written behind the last column."""
    sheet, row = book.places[ARTICLES]
    sheet.cell(row, sheet.max_column + 1).value = "sửa lại: 4.800"


def copied(value):
    def edit(book):
        sheet, row = book.places[ARTICLES]
        other = book.wb.copy_worksheet(sheet)
        other.title = f"{sheet.title[:20]} (2)"
        other.cell(row, 7).value = value

    return edit


def filtered(book):
    """Filtered by a name, so that all other rows are hidden, as the filter left them."""
    sheet, row = book.places[ARTICLES]
    sheet.auto_filter.ref = f"C4:{get_column_letter(8)}{sheet.max_row}"
    for other in range(5, sheet.max_row + 1):
        sheet.row_dimensions[other].hidden = other != row


def as_table(book):
    sheet, _ = book.places[ARTICLES]
    titles = [sheet.cell(4, column).value for column in range(1, 9)]
    if all(titles):
        sheet.add_table(Table(displayName="Bang1", ref=f"A4:H{sheet.max_row}"))


def locked(book):
    for sheet in book.wb:
        sheet.protection.sheet = True
        sheet.protection.password = "123"
    book.cell(ARTICLES).protection = Protection(locked=True)


def two_periods(book):
    """A column of last half-year's numbers of their own is put beside the answers."""
    sheet, row = book.places[ARTICLES]
    sheet.cell(row, 12).value = 4650
    sheet.cell(4, 12).value = "6 tháng cuối năm 2024"


def in_last_years_column(book):
    cell = book.cell(ARTICLES)
    cell.value, book.cell(ARTICLES, "E").value = None, 4732


def beside(book):
    """Typed one column too far to the right, where degrees are chosen."""
    cell = book.cell(ARTICLES)
    cell.value, cell.offset(column=1).value = None, 4732


def below(book):
    """A line put between, with a number of the office's own."""
    sheet, row = book.places[ARTICLES]
    sheet.insert_rows(row + 1)
    sheet.cell(row + 1, 3).value, sheet.cell(row + 1, 7).value = "trong đó: báo điện tử", 1200


def white(book):
    book.cell(ARTICLES).font = copy.copy(Font(color="FFFFFFFF"))


WORDS = ("ô", "cell", "hidden", "ẩn", "sheet", "column", "comment", "beside")
edited("red letters that mean: still to be corrected", P, to_correct, asked("đỏ", values={ARTICLES: 4732}), (ARTICLES,))  # fmt: skip
edited("a red cell whose comment says that it is old", P, in_red, asked(), (ARTICLES,))
edited("the new number behind the last column", P, old_and_new, asked(*WORDS), (ARTICLES,))
edited("a copied sheet that says the same", P, copied(4732), fair({ARTICLES: 4732}, named=("(2)",)))
edited("a copied sheet with another number", P, copied(4800), asked("(2)"))
edited("filtered rows", P, filtered, fair({ARTICLES: 4732, count("propaganda_documents"): 68}, named=WORDS))
edited("made a table of Excel", P, as_table, right({ARTICLES: 4732}))
edited("protected with a password", P, locked, right({ARTICLES: 4732}))
edited("two periods side by side", P, two_periods, fair({ARTICLES: 4732}, named=WORDS))
edited("typed into last year's column", P, in_last_years_column, refused(), (ARTICLES,))
edited("typed one column too far", P, beside, refused(), (ARTICLES,))
edited("a line of one's own put between", P, below, asked(*WORDS, "trong đó"))
edited("white on white", P, white, asked(), (ARTICLES,))
