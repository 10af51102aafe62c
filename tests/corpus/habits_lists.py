"""Lists that offices paste from their register: documents, citations, tasks. Each habit is one line, or one way to paste many."""

from datetime import date, datetime

from habits import Habit, asked, fair, right

HABITS = []
DOCUMENTS, TASKS = "DS văn bản viện dẫn", "DS nhiệm vụ theo quyết định"
LINES = {DOCUMENTS: 4, TASKS: 4}
STREET = "UBND tỉnh Bình An"


def line(name, sheet, cells, want, period, style=None):
    """A line of a list, below the lines of the other habits."""
    LINES[sheet] += 1
    row = LINES[sheet]

    def edit(book):
        ws = book.wb[sheet]
        for column, value in cells.items():
            ws[f"{column}{row}"] = value
        if style:
            style(ws, row)

    place = f"row {sheet}!{row}"
    if callable(want):
        want = want(place)
    elif want == "asked":
        want = asked(place)
    HABITS.append(Habit(name, "VP", edit, want, (place,), period))


def document(
    name, number, day, want, kind="Kế hoạch", issuer=STREET, title="triển khai chuyển đổi số năm 2032", **extra
):
    line(name, DOCUMENTS, {"C": kind, "D": number, "E": day, "F": issuer, "G": title, **extra}, want, "2032-Q3")


def stands(**columns):
    return right(None, ("documents", columns))


def may(**columns):
    return lambda place: fair(None, ("documents", columns), named=(place,))


document(
    "a document with an Excel date",
    "101/KH-UBND",
    date(2032, 7, 5),
    stands(number="101/KH-UBND", date="2032-07-05", kind="plan"),
)
document(
    "a document with a date and a time",
    "102/KH-UBND",
    datetime(2032, 7, 5, 9, 30),
    may(number="102/KH-UBND", date="2032-07-05"),
)
for n, (text, iso) in enumerate(
    [
        ("05/07/2032", "2032-07-05"),
        ("5/7/2032", "2032-07-05"),
        ("05-07-2032", "2032-07-05"),
        ("05.07.2032", "2032-07-05"),
        ("15/7/2032", "2032-07-15"),
        ("2032-07-05", "2032-07-05"),
        ("ngày 5 tháng 7 năm 2032", "2032-07-05"),
        ("Ngày 05 tháng 7 năm 2032", "2032-07-05"),
        ("05/07/2032 ", "2032-07-05"),
        ("5 / 7 / 2032", "2032-07-05"),
        ("'05/07/2032", "2032-07-05"),
        ("05/07/2032 08:00", "2032-07-05"),
        ("５/７/2032", "2032-07-05"),
        ("Thứ Hai, 05/07/2032", "2032-07-05"),
        ("5-Jul-32", "2032-07-05"),
        ("05/7/2032\n", "2032-07-05"),
    ]
):
    document(
        f"a document dated in text {text!r}", f"{110 + n}/KH-UBND", text, may(number=f"{110 + n}/KH-UBND", date=iso)
    )
for n, text in enumerate(
    [
        "5/7",
        "tháng 7/2032",
        "7/15/2032",
        "31/6/2032",
        "30/02/2032",
        "05/07/32",
        "05/7/0232",
        "05/07/20332",
        "ngày 5 tháng 3",
        "năm 2032",
        "Quý III",
        "00/00/2032",
        "5/13/2032",
        "48400",
        20320705,
        "05072032",
        "05/07/2032 - 10/07/2032",
        "sắp ban hành",
        "=TODAY()",
        "05/O7/2032",
        "chưa có ngày",
    ]
):
    document(f"a document dated {text!r}", f"{140 + n}/KH-UBND", text, "asked")
for n, (day, why) in enumerate(
    [
        (date(1932, 7, 5), "a century early"),
        (date(1900, 1, 5), "Excel's own beginning"),
        (date(2032, 11, 5), "after the period"),
        (date(2033, 7, 5), "a year late"),
        (date(1999, 12, 31), "before 2000"),
        (date(2203, 7, 5), "digits of the year swapped"),
    ]
):
    document(f"a document dated {day}: {why}", f"{170 + n}/KH-UBND", day, "asked")
document(
    "a document of last period, reported late",
    "176/KH-UBND",
    date(2032, 6, 28),
    may(number="176/KH-UBND", date="2032-06-28"),
)
document(
    "a document dated by the number behind an Excel date",
    "139/KH-UBND",
    48400,
    may(number="139/KH-UBND", date="2032-07-05"),
)
document("a document without a number", None, date(2032, 7, 6), "asked", title="không số một")
document("a document whose number is awaited", "Chờ số", date(2032, 7, 6), "asked")
document("a document with dots for its number", "…/KH-UBND", date(2032, 7, 6), "asked")
document("a document with an empty number before its sign", "/KH-UBND", date(2032, 7, 6), "asked")
document("a document with a number but without a sign", 177, date(2032, 7, 6), "asked")
document("a number with the word before it", "Số 178/KH-UBND", date(2032, 7, 6), may(number="178/KH-UBND"))
document("a number with spaces around its stroke", "179 / KH-UBND", date(2032, 7, 6), may(number="179/KH-UBND"))
document("a number with a dash for its stroke", "180-KH/UBND", date(2032, 7, 6), may(number="180-KH/UBND"))
document("a number with a long dash", "181/KH–UBND", date(2032, 7, 6), may(number="181/KH-UBND"))
document("a number in small letters", "182/kh-ubnd", date(2032, 7, 6), may(number="182/KH-UBND"))
document("two documents in one line", "183/KH-UBND; 184/KH-UBND", date(2032, 7, 6), "asked")
document("a document with its date in its number", "185/KH-UBND ngày 06/7/2032", date(2032, 7, 6), "asked")
document("a number that Excel made a date", datetime(2032, 7, 5), date(2032, 7, 6), "asked")
document(
    "a document that is already known", "09-NQ/TU", date(2021, 10, 28), "asked", kind="Nghị quyết", issuer="Tỉnh ủy"
)
document("a document given twice, first", "190/KH-UBND", date(2032, 7, 7), may(number="190/KH-UBND"))
document("a document given twice, again", "190/KH-UBND", date(2032, 7, 7), "asked")
document("a document given again with another date", "190/KH-UBND", date(2032, 7, 9), "asked")
document("a document given again in small letters", "190/kh-ubnd", date(2032, 7, 7), "asked")
document("a document without its kind", "191/KH-UBND", date(2032, 7, 7), "asked", kind=None)
document("a kind in capitals", "192/KH-UBND", date(2032, 7, 7), may(number="192/KH-UBND", kind="plan"), kind="KẾ HOẠCH")
document("a kind abbreviated", "193/KH-UBND", date(2032, 7, 7), "asked", kind="KH")
document("a kind without its marks", "194/KH-UBND", date(2032, 7, 7), "asked", kind="Ke hoach")
document("a kind that nobody has listed", "195/HD-STTTT", date(2032, 7, 7), "asked", kind="Hướng dẫn liên ngành")
document("a kind that its sign contradicts", "196/QĐ-UBND", date(2032, 7, 7), "asked", kind="Kế hoạch")
document("a document without its issuer", "197/KH-UBND", date(2032, 7, 7), "asked", issuer=None)
document("a document without its title", "198/KH-UBND", date(2032, 7, 7), "asked", title=None)
document("a ditto mark for the issuer", "199/KH-UBND", date(2032, 7, 7), "asked", issuer='"')
document("“nt” for the issuer", "200/KH-UBND", date(2032, 7, 7), "asked", issuer="nt")
document(
    "a title with spaces and a line break",
    "201/KH-UBND",
    date(2032, 7, 7),
    may(number="201/KH-UBND", title="triển khai chữ ký số"),
    title="  triển khai\nchữ ký số ",
)
document(
    "a title in Unicode of composed marks",
    "202/KH-UBND",
    date(2032, 7, 7),
    may(number="202/KH-UBND", title="triển khai số hóa"),
    title="trie\u0302\u0309n khai so\u0302\u0301 ho\u0301a",
)
document(
    "a title with HTML entities",
    "203/KH-UBND",
    date(2032, 7, 7),
    may(number="203/KH-UBND", title="phát thanh & truyền hình"),
    title="phát thanh &amp; truyền hình",
)
document("a title in the TCVN3 encoding", "204/KH-UBND", date(2032, 7, 7), "asked", title="triÓn khai chuyÓn ®æi sè")
document("a title in the VNI encoding", "205/KH-UBND", date(2032, 7, 7), "asked", title="trieån khai chuyeån ñoåi soá")
document(
    "a title with question marks for letters",
    "206/KH-UBND",
    date(2032, 7, 7),
    "asked",
    title="tri?n khai chuy?n ??i s?",
)
document(
    "a title misread as Latin-1", "207/KH-UBND", date(2032, 7, 7), "asked", title="triá»ƒn khai chuyá»ƒn Ä‘á»•i sá»‘"
)
document(
    "a title that begins with an equals sign",
    "208/KH-UBND",
    date(2032, 7, 7),
    "asked",
    title='=HYPERLINK("http://vb.example","triển khai")',
)
document(
    "a title in smart quotes",
    "209/KH-UBND",
    date(2032, 7, 7),
    stands(number="209/KH-UBND", title="phong trào “Bình dân học vụ số”"),
    title="phong trào “Bình dân học vụ số”",
)
document(
    "a title in straight quotes, with a comma",
    "210/KH-UBND",
    date(2032, 7, 7),
    stands(number="210/KH-UBND", title='hưởng ứng "Ngày sách", năm 2032'),
    title='hưởng ứng "Ngày sách", năm 2032',
)
document(
    "a title with soft hyphens from a PDF",
    "211/KH-UBND",
    date(2032, 7, 7),
    may(number="211/KH-UBND", title="triển khai chuyển đổi số"),
    title="triển khai chuyển\u00ad đổi số",
)
document(
    "a title with a zero-width space",
    "212/KH-UBND",
    date(2032, 7, 7),
    may(number="212/KH-UBND", title="triển khai số hóa"),
    title="triển khai\u200b số hóa",
)
document(
    "a title in capitals", "213/KH-UBND", date(2032, 7, 7), may(number="213/KH-UBND"), title="TRIỂN KHAI CHUYỂN ĐỔI SỐ"
)
document(
    "a title of 900 letters",
    "214/KH-UBND",
    date(2032, 7, 7),
    stands(number="214/KH-UBND", title=("triển khai chuyển đổi số " * 36).strip()),
    title=("triển khai chuyển đổi số " * 36).strip(),
)
document(
    "a title with a control character",
    "215/KH-UBND",
    date(2032, 7, 7),
    may(number="215/KH-UBND", title="triển khai số hóa"),
    title="triển khai _x0007_số hóa",
)
document("a remark beside the line", "216/KH-UBND", date(2032, 7, 7), "asked", H="Văn bản này thay thế 101/KH-UBND")
document(
    "a document that was withdrawn, told beside the line", "217/KH-UBND", date(2032, 7, 7), "asked", H="đã thu hồi"
)
for name, cells in (
    ("a total row at the end", {"C": "Tổng cộng", "D": 57}),
    (
        "a heading pasted with the lines",
        {"C": "Loại văn bản", "D": "Số", "E": "Ngày", "F": "Cơ quan ban hành", "G": "Trích yếu"},
    ),
    ("a group heading between lines", {"C": "I. Văn bản của UBND tỉnh"}),
    ("a line of dashes", {"C": "-", "D": "-", "E": "-", "F": "-", "G": "-"}),
    ("a signature below the list", {"F": "NGƯỜI LẬP BIỂU", "G": "Nguyễn Thị Hoa"}),
    ("a note below the list", {"C": "Ghi chú: danh sách còn thiếu tháng 9"}),
    ("a line with only a title", {"G": "nối tiếp dòng trên"}),
    ("“hết” below the list", {"C": "Hết"}),
    (
        "columns pasted one to the right",
        {"D": "Kế hoạch", "E": "218/KH-UBND", "F": date(2032, 7, 8), "G": STREET, "H": "triển khai"},
    ),
    (
        "columns in another order",
        {"C": "219/KH-UBND", "D": date(2032, 7, 8), "E": "Kế hoạch", "F": "triển khai", "G": STREET},
    ),
):
    line(name, DOCUMENTS, cells, "asked", "2032-Q3")


def struck(ws, row):
    from openpyxl.styles import Font

    for cell in ws[row]:
        cell.font = Font(strike=True)


def hide(ws, row):
    ws.row_dimensions[row].hidden = True


for name, number, style in (
    ("a document struck out", "230/KH-UBND", struck),
    ("a document in a hidden row", "231/KH-UBND", hide),
):
    line(
        name,
        DOCUMENTS,
        {"C": "Kế hoạch", "D": number, "E": date(2032, 7, 8), "F": STREET, "G": "triển khai"},
        "asked",
        "2032-Q3",
        style,
    )
LINES[DOCUMENTS] += 3
document("a line after blank lines", "232/KH-UBND", date(2032, 7, 9), stands(number="232/KH-UBND", date="2032-07-09"))
LINES[DOCUMENTS] = 184
document("a line below the yellow cells", "233/KH-UBND", date(2032, 7, 9), may(number="233/KH-UBND", date="2032-07-09"))


# Tasks of a decision, in the next period of the real department.
def task(name, cells, want):
    row = {
        "C": LINES[TASKS] + 8,
        "D": 170 + LINES[TASKS],
        "E": f"Kế hoạch số {LINES[TASKS]}",
        "F": "Quý I/2025",
        "G": date(2025, 3, 31),
        "H": "UBND tỉnh",
        "I": "Kế hoạch",
        "J": "Hoàn thành",
    }
    line(name, TASKS, {k: v for k, v in (row | cells).items() if v is not None}, want, "2025-H1")


def task_stands(**columns):
    return lambda place: fair(None, ("decision_tasks", columns), named=(place,))


task(
    "a new task",
    {"E": "Kế hoạch Chuyển đổi số năm 2025"},
    right(
        None,
        ("decision_tasks", {"name": "Kế hoạch Chuyển đổi số năm 2025", "state": "completed", "due_by": "2025-03-31"}),
    ),
)
task(
    "a task not begun: no state",
    {"E": "Hội thi tin học trẻ 2025", "J": None},
    right(None, ("decision_tasks", {"name": "Hội thi tin học trẻ 2025", "state": ""})),
)
for name, cells in (
    ("a task whose day is not the end of its term", {"F": "Quý I/2025", "G": date(2025, 6, 30)}),
    ("a task due last year", {"F": "Quý I/2024", "G": date(2024, 3, 31)}),
    ("a task with a term but no day", {"G": None}),
    ("a task with a day but no term", {"F": None}),
    ("a task done, in other words", {"J": "Đã xong"}),
    ("a task done in part", {"J": "Hoàn thành 80%"}),
    ("a task with two states", {"J": "Đang dự thảo/Chưa hoàn thành"}),
    ("a task without its number", {"C": None}),
    ("a task numbered with a letter", {"C": "3a"}),
    ("a task numbered in Roman", {"C": "IV"}),
    ("a task with a number that another has", {"C": 12, "E": "Trùng số"}),
    ("a task without a name", {"E": None}),
    ("a task with an authority's initials", {"H": "UBND"}),
    ("a task's item of the decision in words", {"D": "mục 3 phần II"}),
    ("a task's day and month swapped", {"F": "Tháng 3/2025", "G": date(2025, 12, 3)}),
):
    task(name, cells, "asked")
task(
    "a term in other words", {"F": "Trong quý I năm 2025"}, task_stands(due_by="2025-03-31", due="Trong quý I năm 2025")
)
task("a term as a month that Excel made a date", {"F": datetime(2025, 3, 1)}, "asked")


# Prefilled lines.
def listed(name, office, edit, want, period="2025-H1"):
    HABITS.append(Habit(name, office, edit, want, (), period))


def delete_line(book):
    book.list("kết nối").delete_rows(18)


def clear_line(book):
    book.list("kết nối")["C18"] = None


def rename_line(book):
    book.list("kết nối")["C17"] = "Hệ thống Y tế thông minh (đã ngừng từ 3/2025)"


def correct_line(book):
    book.list("kết nối")["C7"] = "Hệ thống giáo dục thông minh IOC"


def strike_line(book):
    struck(book.list("kết nối"), 18)


def double_line(book):
    book.list("kết nối")["C21"] = "SOC"


def spaced_double(book):
    book.list("kết nối")["C21"] = "Hệ thống  Y tế thông minh "


def several_in_one(book):
    book.list("kết nối")["C21"] = "Hệ thống A; Hệ thống B; Hệ thống C"


def new_line(book):
    book.list("kết nối")["C23"] = "Hệ thống đất đai"


def numbered_line(book):
    book.list("kết nối")["C21"] = "17. Hệ thống đất đai"


def sort_list(book):
    ws = book.list("kết nối")
    for row, name in enumerate(sorted(ws[f"C{r}"].value for r in range(5, 21)), 5):
        ws[f"C{row}"] = name


def systems(number, *names):
    def check(tables):
        there = [r["name"] for r in tables.rows("connected_systems")]
        return len(there) == number and all(n in there for n in names)

    return check


for name, edit, want in (
    ("a prefilled line deleted", delete_line, fair(check=systems(15), named=("SOC",))),
    ("a prefilled line cleared", clear_line, fair(check=systems(15), named=("SOC",))),
    ("a prefilled line says that it has ended", rename_line, asked("đã ngừng")),
    ("a prefilled line corrected", correct_line, right(check=systems(16, "Hệ thống giáo dục thông minh IOC"))),
    ("a prefilled line struck out", strike_line, asked("C18")),
    ("a line given twice", double_line, asked("C21")),
    ("a line given twice with spaces", spaced_double, asked("C21")),
    ("several systems in one line", several_in_one, asked("C21")),
    ("a new line after a blank one", new_line, right(check=systems(17, "Hệ thống đất đai"))),
    ("a new line with its number typed", numbered_line, fair(check=systems(17, "Hệ thống đất đai"), named=("C21",))),
    ("the list sorted by name", sort_list, right(check=systems(16, "SOC"))),
):
    listed(name, "TT.CNTTTT", edit, want)
