"""Workbooks that came back otherwise than they were sent: saved by other programs, rearranged, renamed, mixed up, coloured, remarked."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
from habits import Habit, asked, fair, refused, right
from habits_numbers import TTR, VP, B, C, P, T, base, count
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.protection import WorkbookProtection

HABITS = []
ALL = {  # some honest values of each office, that must stand when nothing is wrong
    B: {count("postal_dossiers_received"): 13062, count("fibre_length"): 7604, count("telecom_companies"): 7},
    C: {base("land", "parcels"): 133483, count("community_teams"): 465, base("notary", "files"): 456715},
    P: {count("press_articles"): 4732, count("propaganda_documents"): 68},
    T: {count("emails"): 9286, count("tourism_visits"): 5562099, count("monitoring_runs"): 85072},
    TTR: {count("petitions"): 3, count("petitions_forwarded"): 1},
    VP: {"assigned_tasks.tasks(state='completed', deadline='on_time')": 85},
}


def fine(office, **more):
    return right(ALL[office] | more)


def honest(office, *named):
    return fair(ALL[office], named=named)


def book(name, offices, edit, want):
    for office in (offices,) if isinstance(offices, str) else offices:
        HABITS.append(Habit(f"{name}, {office}", office, edit, want(office) if callable(want) else want))


def file(name, office, edit, want, alone=None, period="2025-H1"):
    HABITS.append(Habit(name, office, edit, want, raw=True, alone=alone, period=period))


def main(b, number=0):
    return [ws for ws in b.wb if not ws.title.startswith(("_", "DS", "Hướng"))][number]


def rows(b):
    ws = main(b)
    return [r for r in range(6, ws.max_row + 1) if ws[f"A{r}"].value and ws[f"A{r}"].value != "sum"]


def edit(*steps):
    def all_steps(b):
        for step in steps:
            step(b)

    return all_steps


SOME = (B, T, P)
book("filled in honestly", (B, C, P, T, TTR, VP), lambda b: None, fine)
book("a blank row put between", (B, TTR, VP), lambda b: main(b).insert_rows(7), fine)
book("two blank rows on top", (T, P), lambda b: main(b).insert_rows(1, 2), honest)
book(
    "a row deleted",
    (B, T),
    lambda b: main(b).delete_rows(15),
    refused("missing", "15", "row", "dòng", "Hồ sơ thủ tục", "Thư rác", "empty"),
)
book(
    "a column put before the values",
    (B, TTR),
    lambda b: main(b).insert_cols(7),
    lambda o: fair(ALL[o], named=("column", "H", "G", "G4")),
)
book("the note column deleted", (P, T), lambda b: main(b).delete_cols(10), honest)
book(
    "a column of the districts added behind",
    (B, T),
    lambda b: [main(b).__setitem__(f"L{r}", r) for r in (4, 6, 7, 8)],
    lambda o: fair(ALL[o], named=("L6",)),
)
book(
    "a column of the districts over that of growths",
    (B, T),
    lambda b: [main(b).__setitem__(f"K{r}", r) for r in (4, 6, 7, 8)],
    refused("K4"),
)
book(
    "a second column of values added: quý I, quý II",
    (B,),
    lambda b: (
        [main(b).__setitem__(f"{c}{r}", v) for r in (6, 7, 8) for c, v in (("K", 1), ("L", 2))]
        + [main(b).__setitem__("K4", "Quý I")]
    ),
    asked("K"),
)


def swap(b):
    ws, (first, second) = main(b), rows(b)[:2]
    for c in "ABCDEFGHIJ":
        ws[f"{c}{first}"].value, ws[f"{c}{second}"].value = ws[f"{c}{second}"].value, ws[f"{c}{first}"].value


def swap_labels(b):
    ws, (first, second) = main(b), rows(b)[:2]
    ws[f"C{first}"].value, ws[f"C{second}"].value = ws[f"C{second}"].value, ws[f"C{first}"].value


def sort_visible(b):
    """Sorted in Excel with the hidden column left out: values no longer stand beside their codes."""
    ws, lines = main(b), rows(b)
    held = sorted(([ws[f"{c}{r}"].value for c in "CDEFGHIJ"] for r in lines), key=lambda x: str(x[0]))
    for r, values in zip(lines, held, strict=True):
        for c, v in zip("CDEFGHIJ", values, strict=True):
            ws[f"{c}{r}"].value = v


book("two rows exchanged with their codes", (TTR, VP), swap, fine)
book("two labels exchanged", (TTR, P), swap_labels, asked("C6", "C7", "Chỉ tiêu", "label"))
book("sorted by name without the hidden column", (B, T, TTR), sort_visible, asked("C", "label", "name"))
book(
    "a label reworded",
    (B, TTR),
    lambda b: main(b).__setitem__("C6", "Tổng số phát sinh trong 6 tháng"),
    lambda o: asked("C6", "G6"),
)
book(
    "a label with a remark added",
    (T,),
    lambda b: main(b).__setitem__("C13", main(b)["C13"].value + " (tính cả thư nội bộ)"),
    lambda o: asked("C13", "G13"),
)
book(
    "a label in capitals",
    (T,),
    lambda b: main(b).__setitem__("C13", main(b)["C13"].value.upper()),
    lambda o: honest(o, "C13", "G13"),
)
book(
    "a label without marks",
    (B,),
    lambda b: main(b).__setitem__("C6", "Doanh nghiep buu chinh"),
    lambda o: honest(o, "C6", "G6"),
)
book(
    "a unit changed to thousands",
    (T, B),
    lambda b: main(b).__setitem__("D15" if main(b)["D15"].value == "hồ sơ" else "D13", "nghìn"),
    lambda o: asked("D13", "G13", "D15", "G15"),
)
book("a unit of money changed", (B,), lambda b: main(b).__setitem__("D29", "triệu đồng"), asked("D29", "G29"))
book(
    "the heading of the value column changed to last year",
    (TTR, P),
    lambda b: main(b).__setitem__("G4", "Số liệu năm 2024"),
    asked("G4"),
)
book(
    "headings in small letters",
    (VP,),
    lambda b: [main(b).__setitem__(c.coordinate, str(c.value).lower()) for c in main(b)[4] if c.value],
    honest,
)
book(
    "last period's value corrected in its column",
    (T, B),
    lambda b: main(b).__setitem__("E13", 9999),
    lambda o: asked("E13"),
)
book(
    "a remark on last period's value", (P,), lambda b: main(b, 1).__setitem__("E6", "22 (đính chính: 23)"), asked("E6")
)
book(
    "the value typed beside the yellow cell",
    (TTR,),
    lambda b: (main(b).__setitem__("H6", 3), main(b).__setitem__("G6", None)),
    asked("H6"),
)
book(
    "the value typed into the choice column",
    (T,),
    lambda b: (main(b).__setitem__("I13", 9286), main(b).__setitem__("G13", None)),
    asked("I13"),
)
book(
    "the value typed into the notes",
    (B,),
    lambda b: (main(b).__setitem__("J15", "13.062"), main(b).__setitem__("G15", None)),
    asked("J15", "Hồ sơ thủ tục hành chính tiếp nhận"),
)
book(
    "the value typed below the table",
    (TTR,),
    lambda b: (main(b).__setitem__("C10", "Đơn khiếu nại"), main(b).__setitem__("G10", 4)),
    asked("G10", "C10"),
)
book(
    "the value typed over last period's",
    (VP,),
    lambda b: (main(b).__setitem__("E6", 85), main(b).__setitem__("G6", None)),
    asked("E6", "Hoàn thành, Trong hạn"),
)
for note in (
    "Số liệu này là ước",
    "số cũ, chưa cập nhật",
    "Đề nghị lấy 4 thay cho 3",
    "chỉ tính đến 30/4",
    "không bao gồm huyện Ninh Sơn",
    "sai, đang kiểm tra lại",
    "LH: Chị Hoa 0912 345 678",
    "Sở đề nghị bỏ chỉ tiêu này",
    "Giảm do sáp nhập",
    "Nguồn: VNPT, Viettel",
):
    HABITS.append(
        Habit(
            f"a note {note!r}",
            TTR,
            lambda b, n=note: main(b).__setitem__("J6", n),
            fair(None, named=(note,), check=lambda t, n=note: t.anywhere(n)),
        )
    )
book(
    "a comment on a cell corrects it",
    (B, TTR),
    lambda b: setattr(main(b)["G6"], "comment", Comment("Số đúng là 5", "Hoa")),
    asked("G6"),
)
book("a value struck out", (T, TTR), lambda b: setattr(main(b)["G6"], "font", Font(strike=True)), asked("G6"))
book("a value in red", (P, VP), lambda b: setattr(main(b)["G6"], "font", Font(color="FFFF0000")), honest)
book(
    "a value in white on white",
    (TTR,),
    lambda b: (setattr(main(b)["G6"], "font", Font(color="FFFFFFFF")), setattr(main(b)["G6"], "fill", PatternFill())),
    honest,
)
book("yellow taken away", (B,), lambda b: [setattr(main(b)[f"G{r}"], "fill", PatternFill()) for r in rows(b)], fine)
book("rows hidden", (P, TTR), lambda b: setattr(main(b).row_dimensions[6], "hidden", True), asked("6"))
book(
    "a filter that hides rows",
    (B,),
    lambda b: (setattr(main(b).auto_filter, "ref", "B4:J32"), setattr(main(b).row_dimensions[9], "hidden", True)),
    asked("G9"),
)
book("a filter that hides nothing", (T,), lambda b: setattr(main(b).auto_filter, "ref", "B4:J33"), fine)
book("the hidden column shown", (P,), lambda b: setattr(main(b).column_dimensions["A"], "hidden", False), fine)
book(
    "the hidden column deleted",
    (TTR, P),
    lambda b: main(b).delete_cols(1),
    refused("sheet", "column", "Số liệu đơn lẻ", "Chỉ tiêu phát triển ngành"),
)
book(
    "the column of values hidden",
    (VP,),
    lambda b: setattr(main(b).column_dimensions["G"], "hidden", True),
    asked("G", "hidden"),
)
book("a page hidden", (P, T), lambda b: setattr(main(b), "sheet_state", "hidden"), lambda o: asked("hidden", "sheet"))
book("a page renamed", (B, VP), lambda b: setattr(main(b), "title", "Bieu 1"), refused("sheet"))
book(
    "a page renamed with a space",
    (T,),
    lambda b: setattr(main(b), "title", main(b).title + " "),
    lambda o: honest(o, "sheet"),
)
book("a page deleted", (P, T), lambda b: b.wb.remove(main(b)), refused("sheet"))
book("pages in another order", (B, C), lambda b: b.wb.move_sheet(main(b), 2), fine)


def copied(b):
    ws = b.wb.copy_worksheet(main(b))
    ws.title = main(b).title + " (2)"
    ws["G6"] = 77


book("a page copied, with other values", (TTR, B), copied, asked("(2)"))
book(
    "a page of one's own added",
    (T, VP),
    lambda b: b.wb.create_sheet("Giải trình").__setitem__("A1", "Số thư giảm do chuyển hệ thống"),
    lambda o: fair(ALL[o], named=("Giải trình",)),
)
book("the guide page deleted", (B, TTR), lambda b: b.wb.remove(b.wb["Hướng dẫn"]), lambda o: honest(o, "Hướng dẫn"))
book("the hidden page deleted", (P, VP), lambda b: b.wb.remove(b.wb["_briefing"]), refused("_briefing", "template"))
book("the lists page deleted", (TTR,), lambda b: b.wb.remove(b.wb["_danh_muc"]), lambda o: honest(o, "_danh_muc"))
book("the hidden page shown", (B,), lambda b: setattr(b.wb["_briefing"], "sheet_state", "visible"), fine)
book("cells merged over two rows", (P, T), lambda b: main(b).merge_cells("G6:G7"), asked("G6", "G7"))
book("cells merged across value and level", (TTR,), lambda b: main(b).merge_cells("G6:H6"), lambda o: honest(o, "G6"))
book("labels merged", (B,), lambda b: main(b).merge_cells("C6:D6"), lambda o: honest(o, "C6", "G6"))
book("protection taken away", (T, VP), lambda b: main(b).protection.disable(), fine)
book(
    "the workbook's structure locked",
    (TTR,),
    lambda b: setattr(b.wb, "security", WorkbookProtection(workbookPassword="123", lockStructure=True)),
    fine,
)


def over_total(b):
    ws = main(b) if b.wb.sheetnames[1] != "Số liệu đơn lẻ" else b.wb["Số liệu khác"]
    row = next(r for r in range(6, ws.max_row + 1) if ws[f"A{r}"].value == "sum")
    ws[f"G{row}"] = 999


book("a total overwritten with another sum", (VP, B), over_total, asked("999", "Cộng", "sum", "total"))
# It says what its parts give: nothing is to be asked.
book("a total overwritten by a text", (VP,), lambda b: main(b).__setitem__("G10", "98 nhiệm vụ"), fine)
book(
    "a formula of totals that leaves a row out",
    (VP,),
    lambda b: main(b).__setitem__("G10", "=SUM(G6:G8)"),
    lambda o: honest(o, "G10"),
)
book("a value as a formula of other cells", (VP,), lambda b: main(b).__setitem__("G8", "=98-G6"), asked("G8"))
book(
    "a contact name and telephone in the guide",
    (TTR, B),
    lambda b: b.wb["Hướng dẫn"].__setitem__("B4", "Nguyễn Thị Hoa, 0912 345 678"),
    fine,
)
book(
    "the period in the guide changed",
    (P,),
    lambda b: b.wb["Hướng dẫn"].__setitem__("B5", "6 tháng đầu năm 2024"),
    asked("B5", "2024"),
)
book(
    "the office in the guide changed",
    (VP,),
    lambda b: b.wb["Hướng dẫn"].__setitem__("B3", "Thanh tra Sở"),
    asked("B3", "Thanh tra"),
)
book("the period code of last year", (T,), lambda b: b.wb["_briefing"].__setitem__("B2", "2024-H1"), asked("2024-H1"))
book("a period that there is not", (VP,), lambda b: b.wb["_briefing"].__setitem__("B2", "2025-H2"), refused("2025-H2"))
book("an office that there is not", (TTR,), lambda b: b.wb["_briefing"].__setitem__("B3", "TTS"), refused("TTS"))
book("another office's code", (B,), lambda b: b.wb["_briefing"].__setitem__("B3", "VP"), refused("VP"))
book(
    "a newer version of the template",
    (P,),
    lambda b: b.wb["_briefing"].__setitem__("B1", "9"),
    refused("template", "version", "9"),
)
book(
    "an older version of the template",
    (C,),
    lambda b: b.wb["_briefing"].__setitem__("B1", "0"),
    refused("template", "version", "0"),
)


# Files. `write(path)` gets the honest workbook and returns what is imported.
def renamed(to):
    return lambda path: path.rename(path.with_name(to))


for to in (
    "TTr_2025-H1 (1).xlsx",
    "Bao cao TTra 6 thang.xlsx",
    "TTr_2025-H1_sua lan 2 (final).xlsx",
    "Thanh tra - số liệu.xlsx",
    "TTr_2025-H1.XLSX",
    "TTr_2025-H1.xlsx.xlsx",
    "TTr_2025-H1[1].xlsx",
    "TTr 'mới'; 2025.xlsx",
):
    file(f"renamed to {to}", TTR, renamed(to), right(ALL[TTR]))


def as_bytes(to, content):
    def write(path):
        made = path.with_name(to)
        made.write_bytes(content(path))
        return made

    return write


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
for name, to, content in (
    ("a workbook with a password", "VP_2025-H1.xlsx", lambda p: OLE),
    ("an empty file", "VP_2025-H1.xlsx", lambda p: b""),
    ("half of a file from a broken download", "VP_2025-H1.xlsx", lambda p: p.read_bytes()[:5000]),
    ("a web page named .xlsx", "VP_2025-H1.xlsx", lambda p: b"<html><body>Dang nhap</body></html>"),
    ("a PDF named .xlsx", "VP_2025-H1.xlsx", lambda p: b"%PDF-1.4\n"),
    ("a Word file", "VP_2025-H1.docx", lambda p: p.read_bytes()),
    ("a picture of the sheet", "VP.jpg", lambda p: b"\xff\xd8\xff\xe0"),
    ("Excel's lock file", "~$VP_2025-H1.xlsx", lambda p: b"\x05Hoa  " + b"\0" * 150),
    ("a ZIP of the workbook", "VP.zip", lambda p: p.read_bytes()),
    ("a macro workbook by name", "VP_2025-H1.xlsm", lambda p: p.read_bytes()),
    ("an old Excel file by name", "VP_2025-H1.xls", lambda p: p.read_bytes()),
):
    file(name, VP, as_bytes(to, content), fair(ALL[VP], named=(to,)))


def rezipped(drop=(), add=()):
    def write(path):
        made = path.with_name("mới.xlsx")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.namelist():
                if entry not in drop:
                    new.writestr(entry, old.read(entry))
            for entry, content in add:
                new.writestr(entry, content)
        path.unlink()
        return made.rename(path)

    return write


file("a macro inside", P, rezipped(add=(("xl/vbaProject.bin", b"macro"),)), refused("macro"))
file("the styles missing", TTR, rezipped(drop=("xl/styles.xml",)), fair(ALL[TTR], named=("TTr_2025-H1.xlsx",)))
file("a sheet's part missing", TTR, rezipped(drop=("xl/worksheets/sheet2.xml",)), refused("TTr_2025-H1.xlsx"))


def saved_by_office(extension):
    """Opened and saved by LibreOffice, as by WPS or Google Sheets."""

    def write(path):
        out = path.parent / "saved"
        out.mkdir()
        profile = f"-env:UserInstallation=file://{path.parent}/profile"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", extension, "--outdir", str(out), str(path)],
            capture_output=True,
            timeout=90,
            check=False,
        )
        return next(out.iterdir())

    return write


if shutil.which("soffice"):
    file("saved by LibreOffice as .xlsx", TTR, saved_by_office("xlsx"), right(ALL[TTR]))
    file("saved by LibreOffice as .ods", T, saved_by_office("ods"), fair(ALL[T], named=(".ods",)))
    file("saved by LibreOffice as .xls", VP, saved_by_office("xls"), fair(ALL[VP], named=(".xls",)))
    file("saved as .csv: the first page alone", P, saved_by_office("csv"), refused(".csv"))


def other(change, name="khác.xlsx"):
    """The honest workbook and a second one of the same office."""

    def write(path):
        second = path.with_name(name)
        wb = openpyxl.load_workbook(path)
        change(wb)
        wb.save(second)
        return [path, second]

    return write


YES, GOOD = ("--yes",), ("--yes", "--only-good")
file(
    "the same workbook twice",
    TTR,
    lambda p: [p, Path(shutil.copy(p, p.with_name("TTr_2025-H1 (1).xlsx")))],
    right(ALL[TTR]),
    YES,
)
file("the very same path twice", TTR, lambda p: [p, p], right(ALL[TTR]), YES)
file(
    "two workbooks of one office that differ",
    TTR,
    other(lambda wb: wb["Số liệu đơn lẻ"].__setitem__("G8", 2)),
    asked("khác.xlsx", "G8"),
    YES,
)
file(
    "two workbooks of one office, each with a part",
    TTR,
    other(lambda wb: wb["Số liệu đơn lẻ"].__setitem__("G6", None)),
    fair(ALL[TTR], named=("khác.xlsx",)),  # an emptied cell may be the correction: which file counts a person says
    YES,
)
file(
    "two workbooks of one office that differ, --only-good",
    TTR,
    other(lambda wb: wb["Số liệu đơn lẻ"].__setitem__("G8", 2)),
    asked("khác.xlsx", "G8"),
    GOOD,
)
file(
    "a bad cell in the second: without --only-good nothing is written",
    TTR,
    other(lambda wb: wb["Số liệu đơn lẻ"].__setitem__("G8", "hai")),
    refused("G8"),
    YES,
)
file(
    "a bad file among good ones, --only-good",
    VP,
    lambda p: [p, Path(str(p.with_name("hỏng.xlsx"))).write_bytes(b"x") and p.with_name("hỏng.xlsx")],
    fair(ALL[VP], named=("hỏng.xlsx",)),
    GOOD,
)
file("a file that there is not", VP, lambda p: p.with_name("không-có.xlsx"), refused("không-có.xlsx"), YES)
file("a folder instead of a file", VP, lambda p: p.parent, refused("inbox"), YES)
file("another period asked for", VP, lambda p: p, refused("2024-H1", "2025-H1"), ("--yes", "--period", "2024-H1"))


def csv_file(name, text, encoding="utf-8"):
    def write(path):
        made = path.with_name(name)
        made.write_bytes(text.encode(encoding))
        return made

    return write


TASK_ROWS = "2025-H1,completed,on_time,85,VP\n2025-H1,completed,overdue,1,VP\n2025-H1,pending,on_time,14,VP\n2025-H1,pending,overdue,0,VP\n"
TASKS = "period,state,deadline,tasks,source\n" + TASK_ROWS
file("a table as CSV", VP, csv_file("assigned_tasks.csv", TASKS), fair(ALL[VP]))
file("a table as CSV with semicolons", VP, csv_file("assigned_tasks.csv", TASKS.replace(",", ";")), fair(ALL[VP]))
file(
    "a table as CSV in UTF-16 with tabs",
    VP,
    csv_file("assigned_tasks.csv", TASKS.replace(",", "\t"), "utf-16"),
    fair(ALL[VP]),
)
file(
    "a table as CSV with a byte order mark and CRLF",
    VP,
    csv_file("assigned_tasks.csv", TASKS.replace("\n", "\r\n"), "utf-8-sig"),
    fair(ALL[VP]),
)
file(
    "a table as CSV with “sep=;”",
    VP,
    csv_file("assigned_tasks.csv", "sep=;\n" + TASKS.replace(",", ";")),
    fair(ALL[VP], named=("assigned_tasks.csv",)),
)
file(
    "a table as CSV with a total below",
    VP,
    csv_file("assigned_tasks.csv", TASKS + ",Cộng,,100,\n"),
    refused("Cộng", "assigned_tasks.csv"),
)
file(
    "a table as CSV with a column too few",
    VP,
    csv_file("assigned_tasks.csv", TASKS.replace(",source", "").replace(",VP", "")),
    fair(ALL[VP], named=("source",)),
)
file(
    "a table as CSV with a Vietnamese heading",
    VP,
    csv_file("assigned_tasks.csv", TASKS.replace("tasks,", "Số nhiệm vụ,")),
    refused("Số nhiệm vụ", "assigned_tasks.csv"),
)
file("a CSV named as no table", VP, csv_file("nhiem-vu.csv", TASKS), refused("nhiem-vu"))
file(
    "a table as CSV given twice in one file",
    VP,
    csv_file("assigned_tasks.csv", TASKS + TASK_ROWS.replace("85", "86")),
    refused("assigned_tasks.csv"),
)


def older(path):
    """The workbook of the synthetic province, for this one."""
    wb = openpyxl.load_workbook(path)
    for ws in wb:
        for line in ws.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and "2025" in cell.value and not cell.value.startswith("="):
                    cell.value = cell.value.replace("2025", "2024")
    wb.save(path)
    return path


file("last year's workbook sent again", TTR, older, asked("2024-H1"), YES)
file("last year's workbook of an office with corrected cells sent again", T, older, asked("2024-H1", "G19"), GOOD)
