"""Ways in which offices write numbers, and how they say that there is none. Each in a cell where it matters."""

from datetime import date, datetime

from habits import Habit, asked, fair, right

B, C, P, T, TTR, VP = "P.BCVT", "P.CNTT", "P.TTBCXB", "TT.CNTTTT", "TTr", "VP"


def count(item):
    return f"counts.value(item='{item}')"


def base(database, item):
    return f"databases.value(database='{database}', item='{item}')"


def rate(measure, level):
    return f"online_rates.percent(measure='{measure}', level='{level}')"


def speed(provider, route):
    return f"internet_links.speed(provider='{provider}', route='{route}')"


def indicator(number, column):
    return f"indicators.{column}(indicator='{number}')"


def typed(office, code, text, want, name=None, number_format=None, audit=False):
    """A habit of one cell: this is typed there. `want` is the value that must stand, or "asked", or a Want."""

    def edit(book):
        cell = book.cell(code)
        cell.value = text
        if number_format:
            cell.number_format = number_format

    if want in ("asked", "found"):  # "found": the import or, afterwards, the audit names the cell
        audit = want == "found"
        want = asked(code)
    elif not hasattr(want, "verdict"):
        want = right({code: want})
    return Habit(name or f"typed {text!r} in {code}", office, edit, want, (code,), audit=audit)


def degree(qualifier, value):
    """Read with its degree, or asked, in whichever cell of counts.csv it stands."""
    return lambda code: fair(None, ("counts", {"item": code.split("'")[1], "qualifier": qualifier, "value": value}), named=(code,))  # fmt: skip


def either(code, value):
    return fair({code: value}, named=(code,))


HABITS = []


def add(office, code, *cases, like=()):
    """Cases of one cell, dealt out over cells in which they are as plausible."""
    cells = ((office, code), *like)
    for number, (text, want) in enumerate(cases):
        office, code = cells[number % len(cells)]
        if isinstance(want, tuple):
            want = either(code, want[0])
        elif callable(want):
            want = want(code)
        HABITS.append(typed(office, code, text, want))


# Thousands: an integer that everybody can read, typed as text in the ways of keyboards, Excel versions, PDFs and web pages.
add(
    B,
    count("postal_dossiers_received"),
    ("13.062", 13062),
    ("13,062", 13062),
    ("13 062", 13062),
    ("13\u00a0062", 13062),
    ("13\u202f062", 13062),
    ("13\u2009062", 13062),
    ("13'062", 13062),
    ("13\u2019062", 13062),
    ("'13062", 13062),
    ("13062 hồ sơ", (13062,)),
    ("13.062 (hồ sơ)", (13062,)),
    ("13.062 HS", (13062,)),
    ("13062.", (13062,)),
    ("13.062,0", (13062,)),
    ("13,062.00", (13062,)),
    ("13062,00", (13062,)),
    ("13 .062", (13062,)),
    ("13.\n062", (13062,)),
    ("１３０６２", 13062),
    ("13.O62", "asked"),
    ("l3.062", "asked"),
    ("13.06Z", "asked"),
    ("13,06 nghìn", "asked"),
    ("13 nghìn", "asked"),
    ("13k", "asked"),
    ("13.062*", "asked"),
    ("13.062 (1)", "asked"),
    ("13.062¹", "asked"),
    ("①", "asked"),
    ("13.062 + 12", "asked"),
    ("=13000+62", (13062,)),
    ("=12560*1.04", "asked"),
    ("#REF!", "asked"),
    ("#N/A", "asked"),
    ("=VLOOKUP(C15;Sheet2!A:B;2;0)", "asked"),
    ("=[Thang5.xlsx]Sheet1!$C$7", "asked"),
    ("13062/15000", "asked"),
    ("12.560 → 13.062", "asked"),
    ("13.062 (tăng 4%)", "asked"),
    ("Mười ba nghìn không trăm sáu mươi hai", "asked"),
    ("13.062 hs, trong đó 5.000 trực tuyến", "asked"),
    ("~13.062", "asked"),
    ("≈13.000", "asked"),
    ("> 13.000", "asked"),
    ("trên 13.000", degree("above", 13000)),  # the form has a place for it
    ("13.000 - 13.100", "asked"),
    ("13.062 hoặc 13.026", "asked"),
    ("13.0062", "asked"),
    ("1.3062", "asked"),
    ("13.06.2", "asked"),
    ("130.62", "asked"),
    ("13.062-", "asked"),
    ("-13.062", "asked"),
    ("(13.062)", "asked"),
    ("như kỳ trước", "asked"),
    ("Xem file đính kèm", "asked"),
    ("đã gửi qua Zalo", "asked"),
    ("…", "asked"),
    ("?", "asked"),
    ("???", "asked"),
    like=(
        (C, base("prices", "files")),
        (B, count("postal_dossiers_returned")),
        (C, "coverage.done(subject='staff_records', level='')"),
    ),
)

# Millions: two marks leave no doubt; one mark wrongly placed does.
add(
    T,
    count("tourism_visits"),
    ("5.562.099", 5562099),
    ("5,562,099", 5562099),
    ("5 562 099", 5562099),
    ("5\u00a0562\u00a0099", 5562099),
    ("5.562.099 lượt", (5562099,)),
    ("5'562'099", 5562099),
    ("5,56 triệu", "asked"),
    ("5,6 tr", "asked"),
    ("hơn 5,5 triệu lượt", degree("over", 5500000)),
    ("5.562,099", "asked"),
    ("55.62.099", "asked"),
    ("5.562.099.", (5562099,)),
    ("5562.099", "asked"),
    ("5.56E+06", "asked"),
    (5562099.0, 5562099),
    (5562099.4, "asked"),
    ("5 triệu 562 nghìn", "asked"),
    ("5.562.099\n(tính đến 15/5)", "asked"),
    (datetime(1905, 3, 1), "asked"),
    (True, "asked"),
)

# Four digits: the mark of thousands looks like a decimal mark.
add(
    T,
    count("emails"),
    ("9.286", 9286),
    ("9,286", 9286),
    ("9286 thư", (9286,)),
    ("9.286 thư", (9286,)),
    ("9.28", "asked"),
    ("9,3", "asked"),
    (9.286, "asked"),
    (92860, "found"),
    ("9286đ", "asked"),
    ("9 nghìn 286", "asked"),
    ("9286 (số liệu đến 15/5)", "asked"),
    ("9,286.5", "asked"),
    ("9.286.", (9286,)),
)
add(
    C,
    count("community_team_members"),
    ("2.537", 2537),
    ("2,537", 2537),
    ("2537 người", "asked"),
    ("2537 thành viên", (2537,)),
    (2.537, "asked"),
    ("2537/446 tổ", "asked"),
    ("446 tổ/2537 TV", "asked"),
    ("2 537", 2537),
    (2537.5, "asked"),
    ("2k5", "asked"),
)

# Decimals: points and commas of keyboards with Vietnamese or English settings.
add(
    B,
    count("postal_radius"),
    ("2,91", "2.91"),
    ("2.91", "2.91"),
    ("2,91 km", ("2.91",)),
    ("2.91km", ("2.91",)),
    ("2 ,91", ("2.91",)),
    ("2,91 Km/điểm", "asked"),
    ("2.910", ("2.91",)),
    ("2'91", "asked"),
    ("2;91", "asked"),
    ("2·91", "asked"),
    ("2/91", "asked"),
    ("2,9,1", "asked"),
    ("2 km 910 m", "asked"),
    ("2910 m", "asked"),
    ("2,91.", ("2.91",)),
    ("２，９１", "2.91"),
    (date(2025, 2, 9), "asked"),
    (291, "found"),
    ("2-3", "asked"),
    ("dưới 3", "asked"),
    ("< 3", "asked"),
    ("2½", "asked"),
    ("≤2,91", "asked"),
    ("2,91 (ước)", "asked"),
)
add(
    B,
    count("telecom_revenue"),
    ("587,4", "587.4"),
    ("587.4", "587.4"),
    ("587,4 tỷ", ("587.4",)),
    ("587,4 tỷ đồng", ("587.4",)),
    ("587.4 tỉ", ("587.4",)),
    ("587.400 triệu đồng", ("587.4",)),  # a thousandth of it would be like nothing before
    ("587.400.000.000", "found"),
    ("587.400.000.000 đồng", ("587.4",)),  # its unit leaves no doubt
    ("khoảng 587", degree("about", 587)),
    ("587 tỷ 400 triệu", "asked"),
    ("587,4t", "asked"),
    ("Ước 587,4", "asked"),
    ("587,4 (ước 6T)", "asked"),
    ("0,587 nghìn tỷ", "asked"),
    (587400, "found"),
    ("587,400", ("587.4",)),
    ("$587.4", "asked"),
    ("VND 587,4", "asked"),
    ("587.4 bil", "asked"),
)
add(
    B,
    count("postal_revenue"),
    ("1,07", "1.07"),
    ("1.07", "1.07"),
    ("1.313", "asked"),
    ("1,313", "asked"),
    ("1.070.000.000", "found"),
    ("1070 triệu", ("1.07",)),
)
add(
    B,
    count("fibre_length"),
    ("7.604", (7604,)),
    ("7.604 km", (7604,)),
    ("7604,5", "7604.5"),
    ("7.604,5", "7604.5"),
    ("7,604.5", "7604.5"),
    ("7.604km cáp", "asked"),
    ("7604 km (trong đó ngầm 1200 km)", "asked"),
)

# Shares: the unit is %, so 99,5 is meant; Excel's % format divides by a hundred.
add(
    C,
    rate("exchange", "province"),
    ("99,35", "99.35"),
    ("99,35%", "99.35"),
    ("99.35 %", "99.35"),
    ("99,35 phần trăm", ("99.35",)),
    (0.9935, "asked"),
    ("0,9935", "asked"),
    (9935, "found"),
    ("9935/10000", "asked"),
    ("99,35/100", "asked"),
    ("gần 100%", "asked"),
    ("99-100%", "asked"),
    ("100,35", "found"),
    (-99.35, "asked"),
    ("99%35", "asked"),
    ("99‰", "asked"),
    ("99,35％", ("99.35",)),
    ("đạt 99,35%", "asked"),
    ("100%", "100"),
)
HABITS.append(
    typed(
        C,
        rate("exchange", "district"),
        0.9635,
        either(rate("exchange", "district"), "96.35"),
        "a cell formatted as percent shows 96,35%",
        "0.00%",
    )
)
HABITS.append(
    typed(
        C,
        rate("exchange", "commune"),
        1,
        either(rate("exchange", "commune"), "100"),
        "1 shown as 100% by a cell formatted as percent",
        "0%",
    )
)
HABITS.append(typed(T, count("video_meetings_share"), 1, "asked", "1 in a percent cell meant as 100%"))
HABITS.append(typed(T, count("email_use_low"), "90-95%", "asked", "both ends of a range typed in one cell"))

# Small counts, and words for none.
add(
    B,
    count("frequency_dossiers"),
    (0, (0,)),  # asked where there were many
    ("0", 0),
    ("00", (0,)),
    ("Không", "asked"),
    ("không có", "asked"),
    ("Không phát sinh", (0,)),
    ("chưa có", "asked"),
    ("Chưa có số liệu", "asked"),
    ("x", "asked"),
    ("X", "asked"),
    ("-", "asked"),
    ("–", "asked"),
    ("—", "asked"),
    ("/", "asked"),
    ("không", "asked"),
    ("K", "asked"),
    ("KPS", (0,)),
    ("n/a", "asked"),
    ("NA", "asked"),
    ("null", "asked"),
    ("O", "asked"),
    ("o", "asked"),
    ("không thay đổi", "asked"),
    ("nt", "asked"),
    ('"', "asked"),
    ("//", "asked"),
    ("05", 5),
    ("01", 1),
    ("5 (năm)", "asked"),
    ("năm", "asked"),
    ("05 hồ sơ", "asked"),
    ("V", "asked"),
    ("VII", "asked"),
    ("5 bộ", "asked"),
    ("mới 5", "asked"),
    ("+5", (5,)),
    ("5+2", "asked"),
    ("5;7", "asked"),
    ("5, 7", "asked"),
    ("5\n7", "asked"),
    ("5/7", "asked"),
    ("5,0", (5,)),
    (5.5, "asked"),
    (-5, "asked"),
    ("⑤", "asked"),
    ("五", "asked"),
    ("5 .", (5,)),
    ("=5+2", "asked"),
    ("=SUM(A1:A3)", "asked"),
    ("=B6", "asked"),
    ("@5", "asked"),
    ("5\u200b", (5,)),
    ("\ufeff5", (5,)),
    ("  5  ", 5),
    ("\t5", 5),
    ("5\u00a0", (5,)),
    (" ", "asked"),
    (date(2025, 5, 7), "asked"),
    (datetime(2025, 5, 7, 0, 0), "asked"),
    ("07/05/2025", "asked"),
    ("5th", "asked"),
    ("Tháng 5", "asked"),
    ("Đang tổng hợp", "asked"),
    ("tăng 5", "asked"),
    ("=-5", "asked"),
    like=(
        (T, count("department_sites")),
        (C, count("core_trainees")),
        (T, count("portal_consultations")),
        (C, count("contact_methods")),
        (T, count("district_sites")),
        (B, count("loudspeaker_clusters")),
        (C, count("registered_products")),
        (T, count("response_team_members")),
        (B, count("park_sites")),
        (C, count("completed_forms")),
    ),
)
# Blank with a space is a blank: nothing was reported, which the import lists as empty.

# Signed changes and growth.
change = "counts.change(item='petitions')"
add(
    TTR,
    change,
    ("-1", -1),
    ("−1", -1),
    ("–1", (-1,)),
    ("giảm 1", "asked"),
    ("+1", (1,)),
    ("(1)", "asked"),
    ("tăng 1 đơn", "asked"),
    ("- 1", (-1,)),
    ("1-", "asked"),
    ("-0", (0,)),
    ("↓1", "asked"),
    ("=3-4", "asked"),
    ("không đổi", "asked"),
    ("▼1", "asked"),
)
growth = "counts.growth(item='parcels_sent')"
add(
    B,
    growth,
    ("4", 4),
    ("4%", 4),
    ("+4%", (4,)),
    ("104%", "found"),
    ("104", "found"),
    (1.04, "found"),
    ("tăng 4%", "asked"),
    ("4,0", 4),
    ("-4", "found"),
    ("1,04 lần", "asked"),
    (0.04, "found"),
    ("gấp đôi", "asked"),
)

# Large databases, where a wrong mark or a wrong unit changes the meaning.
add(
    C,
    base("land", "parcels"),
    ("133.483", 133483),
    ("133,483 thửa", (133483,)),
    ("133 nghìn thửa", "asked"),
    ("133.483 thửa/65 xã", "asked"),
    ("133483 ha", "asked"),
    ("133.4.83", "asked"),
    (133.483, "asked"),
)
add(
    C,
    base("notary", "files"),
    ("456.715", 456715),
    ("456,715", 456715),
    ("456.715,00", (456715,)),
    ("456,715.0", (456715,)),
    ("0,456715 triệu", "asked"),
    ("4.56715E5", "asked"),
    (456.715, "asked"),
)
add(
    T,
    count("monitoring_runs"),
    ("85.072", 85072),
    ("85072 luot", "asked"),
    ("85.072 lượt/tháng", "asked"),
    ("85 072 ", 85072),
    ("85_072", "asked"),
    ("85.O72", "asked"),
    ("85.07２", (85072,)),
    ("8 5 0 7 2", "asked"),
)
add(
    T,
    speed("viettel", "domestic"),
    ("364", 364),
    ("364 Mbps", (364,)),
    ("364Mb/s", "asked"),
    ("0,364 Gbps", "asked"),
    ("1 Gbps", "asked"),
    ("2x182", "asked"),
    ("2 đường x 182", "asked"),
    ("364/6", "asked"),
)
add(
    T,
    "equipment.capacity(equipment='nas')",
    ("26", 26),
    ("26TB", (26,)),
    ("26.000 GB", "asked"),
    ("26 TB (còn trống 5)", "asked"),
    ("26,0 Tb", (26,)),
)

# What is chosen for a figure that is not exact, and what says that there is none.


def level(office, code, text, want):
    return Habit(
        f"level {text!r} for {code}", office, lambda book: setattr(book.cell(code, "H"), "value", text), want, (code,)
    )


spam, certificates = count("spam_per_day"), count("digital_certificates")


def qualified(item, qualifier, value):
    return right(None, ("counts", {"item": item, "qualifier": qualifier, "value": value}))


HABITS += [
    level(T, spam, "khoảng", qualified("spam_per_day", "about", 208)),
    level(T, certificates, "hơn", qualified("digital_certificates", "over", 384)),
    level(
        T,
        count("portal_articles"),
        "Khoảng",
        fair(None, ("counts", {"item": "portal_articles", "qualifier": "about"}), named=(count("portal_articles"),)),
    ),
    level(T, count("portal_drafts"), "gần", asked("Số liệu đơn lẻ!H23")),
    level(T, count("tourism_articles"), "ước", asked("Số liệu đơn lẻ!H25")),
    level(T, count("tourism_businesses"), "≥", asked("Số liệu đơn lẻ!H26")),
    level(
        T,
        count("password_resets"),
        "trên ",
        fair(None, ("counts", {"item": "password_resets", "qualifier": "above"}), named=("Số liệu đơn lẻ!H14",)),
    ),
]


def nothing(office, code, number, tick, note, want, name):
    def edit(book):
        book.cell(code).value, book.cell(code, "I").value, book.cell(code, "J").value = number, tick, note

    return Habit(name, office, edit, want, (code,))


def absent(code, reason=None):
    """Nothing occurred: 0 stands, or a row of absences.csv; a reason given in the notes stands with it, or is listed."""
    key = code[code.index("(") :].strip("()")

    def check(tables):
        none = tables.value(code) == "0" or any(key in row["rows"] for row in tables.rows("absences"))
        return none and (reason is None or tables.anywhere(reason))

    return fair(None, check=check, named=(reason,) if reason else (code,))


HABITS += [
    nothing(
        B,
        count("park_sites"),
        None,
        "Không phát sinh",
        None,
        absent(count("park_sites")),
        "nothing occurred, ticked, without a reason",
    ),
    nothing(
        B,
        count("loudspeaker_clusters"),
        None,
        "Không phát sinh",
        "Dự án đã kết thúc",
        absent(count("loudspeaker_clusters"), "Dự án đã kết thúc"),
        "nothing occurred, with a reason in the notes",
    ),
    nothing(
        B,
        count("station_controllers"),
        9,
        "Không phát sinh",
        None,
        asked(count("station_controllers"), "Số liệu đơn lẻ!I27"),
        "a number and nothing occurred",
    ),
    nothing(
        B,
        count("telecom_companies"),
        0,
        "Không phát sinh",
        None,
        fair(
            None,
            ("counts", {"item": "telecom_companies", "value": 0}),
            named=("Số liệu đơn lẻ!I18", count("telecom_companies")),
        ),
        "zero and nothing occurred",
    ),
    nothing(
        B,
        count("microwave_links"),
        278,
        "Chưa có số liệu",
        None,
        asked(count("microwave_links"), "Số liệu đơn lẻ!I20"),
        "a number and no number yet",
    ),
    nothing(
        B,
        count("copper_lines"),
        None,
        "Chưa có số liệu",
        "Chờ VNPT",
        asked("Tuyến cáp đồng"),
        "no number yet, with a reason",
    ),
    nothing(
        B,
        count("fibre_lines"),
        None,
        "không phát sinh",
        None,
        absent(count("fibre_lines")),
        "nothing occurred typed in small letters",
    ),
    nothing(
        B,
        count("station_sites"),
        None,
        "KHÔNG PHÁT SINH",
        None,
        absent(count("station_sites")),
        "nothing occurred in capitals",
    ),
    nothing(B, count("shared_sites"), None, "x", None, asked("Số liệu đơn lẻ!I26"), "a cross instead of the choice"),
    nothing(
        B,
        count("switching_points"),
        None,
        "Không phát sinh ",
        None,
        absent(count("switching_points")),
        "nothing occurred with a space behind",
    ),
    nothing(
        B,
        count("copper_length"),
        None,
        "Không còn thống kê",
        "Đã dỡ bỏ",
        asked("Số liệu đơn lẻ!I22"),
        "no longer counted, typed into the choice",
    ),
    nothing(
        B,
        count("postal_offices"),
        None,
        None,
        "Không phát sinh",
        asked("Văn phòng đại diện bưu chính"),
        "nothing occurred written only into the notes",
    ),
    nothing(B, count("postal_companies"), None, None, None, asked("Doanh nghiệp bưu chính"), "a cell left empty"),
    nothing(
        B,
        count("villages_covered_share"),
        "",
        None,
        "chưa rà soát",
        asked("Thôn có dân cư"),
        "an empty text, with a reason in the notes",
    ),
    nothing(
        P,
        count("social_cases"),
        None,
        "Không phát sinh",
        "Trong kỳ không có trường hợp nào",
        absent(count("social_cases"), "Trong kỳ"),
        "no case on social networks",
    ),
    nothing(
        P,
        "licences.licences(licence='press_conference')",
        None,
        "Không phát sinh",
        None,
        absent("licences.licences(licence='press_conference')"),
        "no press conference licensed",
    ),
    nothing(
        TTR,
        "counts.value(item='petitions_forwarded')",
        None,
        "Không phát sinh",
        None,
        absent("counts.value(item='petitions_forwarded')"),
        "no petition forwarded",
    ),
    nothing(
        VP,
        "assigned_tasks.tasks(state='completed', deadline='overdue')",
        None,
        "Không phát sinh",
        None,
        absent("assigned_tasks.tasks(state='completed', deadline='overdue')"),
        "no overdue task: absence of one part of a table",
    ),
]
for code, text in (
    ("training.learners(course='digital_transformation', audience='youth')", "Không"),
    ("training.classes(course='digital_skills', audience='thuan_bac')", "-"),
    ("training.learners(course='onetouch', audience='province')", "chưa mở lớp"),
    ("training.learners(course='mooc', audience='province')", "137 lượt"),
    ("training.learners(course='onetouch', audience='district_commune')", "1119 (trùng 20)"),
    ("training.learners(course='digital_transformation', audience='commune_leaders')", "7 lớp x 30 người"),
):
    HABITS.append(typed(C, code, text, "asked"))

# Words in cells of words: a state chosen from a list, a result told in a sentence.
state, result = "plan_projects.state(project='p01')", "plan_projects.result(project='p01')"
for project, text, want in (
    ("p01", "Đang triển khai", "in_progress"),
    ("p02", "đang triển khai", ("in_progress",)),
    ("p25", "Đang thực hiện", "asked"),
    ("p26", "Hoàn thành 50%", "asked"),
    ("p30", "Đã báo cáo kết quả", "reported"),
    ("p32", "x", "asked"),
    ("p33", "1", "asked"),
    ("p34", "Đang  triển khai", ("in_progress",)),
    ("p35", "ĐANG TRIỂN KHAI", ("in_progress",)),
    ("p36", "Dang trien khai", "asked"),
    ("p37", "Đang triển khai; đã báo cáo kết quả", "asked"),
    ("p38", "Tạm dừng", "asked"),
    ("p39", "50%", "asked"),
    ("p40", "Không thực hiện", "asked"),
):
    code = f"plan_projects.state(project='{project}')"
    HABITS.append(typed(C, code, text, either(code, want[0]) if isinstance(want, tuple) else want))
