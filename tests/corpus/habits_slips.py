"""Slips: numbers that look like numbers and are wrong. The import must ask, or the audit find the cell."""

from habits import Habit, asked
from habits_numbers import VP, B, C, P, T, base, count, indicator, rate, speed, typed

HABITS = []


def slips(office, *cases):
    for code, value, name in cases:
        HABITS.append(typed(office, code, value, "found", f"{name}: {value} in {code}"))


def received(level, channel):
    return f"dossiers_received.dossiers(level='{level}', channel='{channel}')"


def resolved(level, timeliness):
    return f"dossiers_resolved.dossiers(level='{level}', timeliness='{timeliness}')"


def documents(level, direction):
    return f"edocuments.documents(level='{level}', direction='{direction}')"


slips(
    B,
    (count("postal_dossiers_received"), 130620, "ten times too much"),
    (count("postal_dossiers_returned"), 1667, "a digit lost"),
    (count("fibre_length"), 7604000, "metres for kilometres"),
    (count("postal_dossiers_revenue"), 650, "millions and thousands of millions confused"),
    (count("station_sites"), 7010, "ten times too much"),
    (count("postal_radius"), 29.6, "the comma forgotten by one"),
    (count("telecom_companies"), 70, "a zero too many"),
    (count("copper_length"), 9.94, "the mark of thousands as a decimal mark"),
    (count("shared_sites"), 2290, "ten times too much"),
    (count("villages_covered_share"), 10, "a zero too few in a share"),
    (count("parcels_sent"), 229970500, "hundred times too much"),
    (base("stations", "stations"), 19870, "ten times too much"),
    ("subscribers.total(service='phone', subscription='mobile_prepaid')", 6319240, "more telephones than people"),
    ("subscribers_added.added(service='phone', subscription='mobile_postpaid')", 50170, "ten times too much"),
    ("base_stations.stations(generation='5G')", 780, "ten times too much"),
    ("postal_points.points(kind='cultural_post_office')", 4, "a zero lost"),
    (indicator("4", "estimate"), 8.1, "a decimal mark too many"),
    (indicator("2", "plan"), 170, "a zero too many"),
    (indicator("3", "estimate"), 9.89, "the mark moved"),
    (count("microwave_links"), 762, "digits turned round"),
)
slips(
    C,
    (received("province", "online"), 4495, "a digit lost"),
    (resolved("province", "on_time"), 95918, "more resolved than received"),
    (resolved("district", "late"), 5891, "on time and late exchanged"),
    (resolved("land_office", "on_time"), 220450, "ten times too much"),
    (documents("province", "incoming"), 13880, "a digit lost"),
    (documents("commune", "outgoing"), 143221, "outgoing and incoming exchanged"),
    (rate("exchange", "province"), 9.927, "the mark moved in a share"),
    (rate("signature", "district"), 0.9591, "a share as a part of one"),
    ("coverage.done(subject='portal_services', level='')", 958, "more done than there are"),
    ("coverage.done(subject='staff_records', level='')", 1373, "a digit lost"),
    ("coverage.total(subject='document_system', level='commune')", 56, "fewer communes than have it"),
    ("online_services.services(level='province', kind='full')", 3080, "ten times too much"),
    (base("notary", "files"), 45671, "a digit lost"),
    (base("social", "beneficiaries"), 247560, "ten times too much"),
    (base("education", "schools"), 5470, "ten times too many schools"),
    (count("community_teams"), 4640, "more teams than members"),
    (count("community_team_members"), 2, "thousands read as ones"),
    ("training.learners(course='digital_transformation', audience='community_teams')", 10220, "ten times too much"),
    ("training.learners(course='onetouch', audience='province')", 4, "hundreds read as ones"),
    ("report_forms.forms(kind='report')", 4461, "a digit typed twice"),
    (base("urban", "trees"), 422, "a digit lost"),
    (indicator("1", "plan"), 120, "a zero too many"),
)
slips(
    T,
    (count("emails"), 928600, "hundred times too much"),
    (count("email_accounts"), 129, "a digit lost"),
    (count("computer_share"), 10, "a zero too few in a share"),
    (count("email_use_low"), 99, "low above high"),
    (count("monitoring_runs"), 850720, "ten times too much"),
    (count("digital_certificates"), 3840, "ten times too much"),
    (count("internet_lines"), 22, "a digit typed twice"),
    ("alerts.alerts(monitor='workstation', severity='medium')", 2056960, "ten times too much"),
    ("alerts.alerts(monitor='server', severity='critical')", 20630, "ten times too much"),
    ("media_items.items(tone='neutral')", 100, "thousands left out"),
    ("equipment.units(equipment='server')", 220, "ten times too much"),
    ("equipment.capacity(equipment='san')", 1050, "ten times too much"),
    (speed("viettel", "domestic"), 35, "a zero lost"),
    (speed("vnpt", "international"), 200, "international faster than domestic"),
    ("coverage.done(subject='wan', level='commune')", 650, "more communes than there are"),
    ("coverage.done(subject='ngsp', level='')", 18, "more connected than there are"),
    (base("monitoring", "contents"), 728, "hundreds left out"),
    (count("paperless_units"), 4, "a zero lost"),
)
slips(
    P,
    (count("press_articles"), 47320, "ten times too much"),
    (count("local_hours"), 3240, "ten times too much"),
    (count("province_broadcast"), 29, "more hours than a day has"),
    (count("relay_hours_daily"), 40, "more hours than a day has"),
    (indicator("7", "estimate"), 103140, "more hours than the plan"),
    (indicator("8.1", "estimate"), 208050, "a part larger than the whole"),
    (indicator("11", "estimate"), 6, "the mark lost"),
    (indicator("13", "plan"), 5000, "a share of 5000 %"),
    (indicator("9", "estimate"), 1000, "a share of 1000 %"),
    (indicator("7.1", "previous"), 67500, "ten times too much"),
    ("licences.licences(licence='non_commercial')", 99, "a digit typed twice"),
    (count("press_bulletins"), 220, "ten bulletins a week"),
)
slips(
    VP,
    ("assigned_tasks.tasks(state='completed', deadline='on_time')", 850, "ten times too much"),
    ("assigned_tasks.tasks(state='pending', deadline='overdue')", 13, "in time and overdue exchanged"),
)


def last_values(book):
    for ws, row in book.places.values():
        ws[f"G{row}"] = ws[f"E{row}"].value


def shifted(book):
    """Pasted one row too low."""
    codes = [c for c in book.places if c.startswith("counts.value")]
    values = [book.cell(c).value for c in codes]
    for code, value in zip(codes[1:], values, strict=False):
        book.cell(code).value = value


def repeated(book):
    """The fill handle pulled down: one value in all cells."""
    for code in book.places:
        book.cell(code).value = 12


def zeros(book):
    for code in book.places:
        book.cell(code).value = 0


for edit, name in (
    (last_values, "last period's values left in the whole workbook"),
    (shifted, "all values pasted one row too low"),
    (repeated, "one value pulled down over all cells"),
    (zeros, "0 typed into every cell"),
):
    for office in (B, T, P) if edit is not shifted else (B, T):
        HABITS.append(
            Habit(
                f"{name}, {office}",
                office,
                edit,
                asked("as last", "như kỳ trước", "giống", "same", "all"),
                (),
                audit=True,
            )
        )
