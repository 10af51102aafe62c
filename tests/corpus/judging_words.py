"""Edits of data, one for each judging word that the two editions print: after each the text follows, or a contradiction is found.

Written from the printed reports alone: what a reader sees, which cell it rests on, what would be true after the edit. The words that are looked for
and do not stand in either report have no edit: “đứng đầu”, “lớn nhất”, “gần bằng”.
"""

from typing import NamedTuple

Cell = tuple[str, dict[str, str], dict[str, tuple[str, str]]]  # table, key, column → (old, new)


class Edited(NamedTuple):
    """Cells with their old and new values; `before` stands in the page, afterwards `after` must stand there instead, or a finding names a cell."""

    word: str
    name: str
    cells: tuple[Cell, ...]
    before: str
    after: str
    truth: str
    period: str = "2024-H1"


E, SYNTHETIC = Edited, "2031-Q3"
ONLY_A_FINDING = r"$^"  # no words can follow


def cell(table: str, key: dict[str, str], **changes: tuple[str, str]) -> Cell:
    return table, key, changes


def resolved(level: str, timeliness: str, old: str, new: str) -> Cell:
    return cell("dossiers_resolved", {"level": level, "timeliness": timeliness}, dossiers=(old, new))


EDITED = [
    # What the year's plan and its deadlines say.
    E(
        "chưa có kết quả",
        "project_reported",
        (
            cell(
                "plan_projects",
                {"project": "p36"},
                state=("", "reported"),
                result=("", "Sở đã hướng dẫn doanh nghiệp tham gia."),
            ),
        ),
        r"29 trong 44 nhiệm vụ, dự án|29 chưa báo cáo",
        r"28 trong 44 .*đã báo cáo 13",
        "one more of the 29 has reported",
    ),
    E(
        "vượt",
        "postal_points_below",
        (cell("indicators", {"indicator": "5"}, estimate=("117", "113")),),
        r"07 trong 11 chỉ tiêu|07 trong 10 chỉ tiêu",
        r"Còn dưới kế hoạch năm, .*tổng số điểm phục vụ bưu chính",
        "113 of 115 points",
    ),
    E(
        "bằng",
        "radio_households_below",
        (cell("indicators", {"indicator": "9"}, estimate=("100", "99")),),
        r"07 trong 11 chỉ tiêu|07 trong 10 chỉ tiêu|07 chỉ tiêu bằng hoặc vượt",
        r"06 chỉ tiêu bằng hoặc vượt kế hoạch năm",
        "99 % of 100 % is below",
    ),
    E(
        "đạt từ … đến",
        "local_programmes_less",
        (cell("indicators", {"indicator": "7.1"}, estimate=("3420", "3375")),),
        r"đến 50,67% kế hoạch năm",
        r"từ 49,92% đến 50(,00)?% kế hoạch năm",
        "3 375 of 6 750 hours is the half; none is above it",
    ),
    E(
        "đã thực hiện … mức tăng",
        "fibre_nearly_there",
        (cell("indicators", {"indicator": "4"}, estimate=("81", "82.5")),),
        r"cáp quang \(đã thực hiện 50% mức tăng",
        r"cáp quang \(đã thực hiện 75% mức tăng",
        "82,5 % is three quarters of the way from 78 to 84 %",
    ),
    E(
        "chưa đạt … mức tăng",
        "fibre_slower",
        (cell("indicators", {"indicator": "4"}, estimate=("81", "80")),),
        r"02 chỉ tiêu chưa đạt 50% mức tăng|Tiến độ chỉ tiêu năm: mật độ điện thoại",
        r"Tiến độ chỉ tiêu năm: tỷ lệ hộ gia đình sử dụng cáp quang đạt 80%, đã thực hiện 33% mức tăng",
        "80 % is a third of the way when half of the year is gone",
    ),
    E(
        "do Sở chủ trì",
        "another_leads",
        (cell("plan_projects", {"project": "p13"}, lead=("Sở TTTT", "Các Sở, ban, ngành; địa phương")),),
        r"16 do Sở chủ trì",
        r"15 do Sở chủ trì",
        "one of the sixteen is led by others",
    ),
    E(
        "có hạn đến, chưa quá hạn",
        "project_due_in_autumn",
        (
            cell(
                "plan_projects",
                {"project": "p13"},
                due_by=("2024-06-30", "2024-09-30"),
                due=("Quý II/2024", "Quý III/2024"),
            ),
        ),
        r"04 nhiệm vụ, dự án đang triển khai hoặc chưa báo cáo có hạn đến",
        r"03 nhiệm vụ, dự án đang triển khai hoặc chưa báo cáo có hạn đến",
        "one of the four is due after the period",
    ),
    E(
        "báo cáo nêu … đúng thời hạn",
        "four_reported_in_time",
        (cell("counts", {"item": "tasks_in_time"}, value=("5", "4")),),
        r"đã báo cáo: 05/11 nhiệm vụ đúng thời hạn",
        r"đã báo cáo: 04/11 nhiệm vụ đúng thời hạn",
        "the report says four",
    ),
    E(
        "thấp hơn mức năm trước",
        "fibre_below_last_year",
        (cell("indicators", {"indicator": "4"}, estimate=("81", "77")),),
        r"sử dụng cáp quang \(đã thực hiện|đã thực hiện 50%",
        r"sử dụng cáp quang \(thấp hơn mức năm trước\)",
        "77 is below last year's 78, no part of a rise",
    ),
    E(
        "chưa có số liệu",
        "fibre_not_measured",
        (cell("indicators", {"indicator": "4"}, estimate=("81", "")),),
        r"01 chỉ tiêu chưa có số liệu",
        r"02 chỉ tiêu chưa có số liệu",
        "two have no number",
    ),
    E(
        "còn dưới kế hoạch",
        "none_below",
        (cell("indicators", {"indicator": "4"}, estimate=("81", "84")),),
        r"Còn dưới kế hoạch năm|09 trong 11",
        r"10 trong 11 chỉ tiêu .*01 chỉ tiêu chưa có số liệu",
        "no indicator is below its plan",
        SYNTHETIC,
    ),
    E(
        "hết kỳ",
        "radio_hours_done",
        (cell("indicators", {"indicator": "7"}, estimate=("10314", "15600")),),
        r"Tiến độ chỉ tiêu năm: số giờ phát sóng phát thanh đạt",
        r"Tiến độ chỉ tiêu năm: (?!số giờ phát sóng phát thanh đạt)",
        "75,5 % when 75 % of the year is gone",
        SYNTHETIC,
    ),
    E(
        "sau hạn",
        "plan_in_time",
        (cell("documents", {"document": "931/KH-UBND"}, date=("2024-03-04", "2024-02-28")),),
        r"03 nhiệm vụ, dự án có văn bản ghi ngày sau hạn|02 nhiệm vụ có văn bản ghi ngày sau hạn",
        r"04 nhiệm vụ đúng thời hạn",
        "28 February is in time",
    ),
    E(
        "sau hạn (dự án)",
        "project_in_time",
        (cell("documents", {"document": "815/KH-STTTT"}, date=("2024-04-04", "2024-03-30")),),
        r"03 nhiệm vụ, dự án có văn bản ghi ngày sau hạn",
        r"02 nhiệm vụ, dự án có văn bản ghi ngày sau hạn",
        "30 March is within Quý I",
    ),
    E(
        "sau hạn (không có)",
        "a_project_late",
        (
            cell("documents", {"document": "815/KH-STTTT"}, date=("2031-03-28", "2031-04-04")),
            cell(
                "plan_projects",
                {"project": "p07"},
                result=(
                    "Sở đã ban hành Kế hoạch số 815/KH-STTTT ngày 28/3/2031 về truyền thông Chuyển đổi số năm 2031.",
                    "Sở đã ban hành Kế hoạch số 815/KH-STTTT ngày 04/4/2031 về truyền thông Chuyển đổi số năm 2031.",
                ),
            ),
        ),
        r"09 nhiệm vụ, dự án đã đến hạn mà chưa hoàn thành(?!;)",
        r"09 nhiệm vụ, dự án đã đến hạn mà chưa hoàn thành; 01 nhiệm vụ, dự án có văn bản ghi ngày sau hạn",
        "4 April is after Quý I",
        SYNTHETIC,
    ),
    E(
        "đã đến hạn",
        "due_project_reported",
        (cell("plan_projects", {"project": "p09"}, state=("in_progress", "reported")),),
        r"05 trong 31 nhiệm vụ, dự án chuyển đổi số đã đến hạn|09 nhiệm vụ, dự án đã đến hạn",
        r"Quá hạn: 04 trong 11 nhiệm vụ theo kế hoạch năm đã đến hạn mà chưa hoàn thành; 04 trong 31",
        "one of the five that were due has reported",
        SYNTHETIC,
    ),
    E(
        "đúng thời hạn",
        "book_day_late",
        (cell("documents", {"document": "1285/KH-UBND"}, date=("2024-03-25", "2024-04-02")),),
        r"03 nhiệm vụ đúng thời hạn",
        r"02 nhiệm vụ đúng thời hạn",
        "2 April is after Quý I",
    ),
    E(
        "hoàn thành đúng thời hạn",
        "plan_late",
        (cell("documents", {"document": "931/KH-UBND"}, date=("2031-03-04", "2031-04-02")),),
        r"đã hoàn thành 05/11 nhiệm vụ đúng thời hạn",
        r"04 nhiệm vụ đúng thời hạn",
        "2 April is after March",
        SYNTHETIC,
    ),
    E(
        "trong hạn",
        "draft_past_due",
        (
            cell(
                "decision_tasks",
                {"task": "6"},
                due_by=("2024-06-30", "2024-04-30"),
                due=("Quý II/2024", "Tháng 4/2024"),
            ),
        ),
        r"06/11 nhiệm vụ đang triển khai trong hạn",
        r"05/11 nhiệm vụ đang triển khai trong hạn",
        "one of the six is past its day",
    ),
    E(
        "đã hoàn thành",
        "association_founded",
        (cell("decision_tasks", {"task": "9"}, state=("", "completed")),),
        r"đã hoàn thành 05/11",
        r"đã hoàn thành 06/11",
        "one more is done",
    ),
    E(
        "chậm nhất",
        "prize_due_in_june",
        (
            cell(
                "decision_tasks",
                {"task": "1"},
                due_by=("2024-09-30", "2024-06-30"),
                due=("Quý III/2024", "Quý II/2024"),
            ),
        ),
        r"02 nhiệm vụ (chưa hoàn thành )?có hạn chậm nhất",
        r"03 nhiệm vụ (chưa hoàn thành )?có hạn chậm nhất",
        "three are due by 30 June",
    ),
    E(
        "gần nhất",
        "next_is_august",
        (
            cell(
                "plan_projects",
                {"project": "p15"},
                due_by=("2024-09-30", "2024-08-31"),
                due=("Quý III/2024", "Tháng 8/2024"),
            ),
        ),
        r"hạn gần nhất là ngày 30/9/2024: 02",
        r"hạn gần nhất là ngày 31/8/2024: 01",
        "31 August comes before 30 September",
    ),
    E(
        "quá hạn",
        "two_overdue",
        (
            cell("assigned_tasks", {"state": "completed", "deadline": "on_time"}, tasks=("82", "80")),
            cell("assigned_tasks", {"state": "completed", "deadline": "overdue"}, tasks=("0", "2")),
        ),
        r"không có nhiệm vụ quá hạn|không có văn bản trễ",
        r"0?2 nhiệm vụ .*quá hạn|quá hạn: 02 ",
        "two of the 82 were late",
    ),
    E(
        "không có",
        "one_pending_overdue",
        (cell("assigned_tasks", {"state": "pending", "deadline": "overdue"}, tasks=("0", "1")),),
        r"không có nhiệm vụ quá hạn|không có văn bản trễ",
        r"Quá hạn: .*01 trong 96 nhiệm vụ",
        "one is overdue",
        SYNTHETIC,
    ),
    E(
        "còn … chưa hoàn thành",
        "none_pending",
        (
            cell("assigned_tasks", {"state": "pending", "deadline": "on_time"}, tasks=("13", "0")),
            cell("assigned_tasks", {"state": "completed", "deadline": "on_time"}, tasks=("82", "95")),
        ),
        r"còn 13 ?nhiệm vụ chưa hoàn thành|còn 0+ ?nhiệm vụ chưa hoàn thành",
        r"Sở đã hoàn thành 95 nhiệm vụ; không có nhiệm vụ quá hạn",
        "all 95 are done",
    ),
    # Dossiers.
    E(
        "trễ hạn",
        "land_office_in_time",
        (resolved("land_office", "late", "92", "0"), resolved("land_office", "on_time", "22045", "22137")),
        r"Văn phòng Đăng ký quyền sử dụng đất trễ 92|có nhiều hồ sơ trễ hạn nhất: 92",
        r"Cấp huyện có nhiều hồ sơ trễ hạn nhất: 71",
        "the district offices have most late files now",
    ),
    E(
        "trễ hạn (không có)",
        "nothing_late_at_all",
        (
            resolved("province", "late", "335", "0"),
            resolved("district", "late", "355", "0"),
            resolved("commune", "late", "165", "0"),
            resolved("land_office", "late", "460", "0"),
        ),
        r"có tỷ lệ trễ hạn cao nhất|Trễ hạn: |trong 1\.315 hồ sơ trễ hạn|\b0 hồ sơ trễ hạn",
        r"\(100,00%\); không có hồ sơ trễ hạn",
        "no file is late; no office has most",
        SYNTHETIC,
    ),
    E(
        "cao nhất",
        "province_latest",
        (resolved("province", "on_time", "45918", "4591"),),
        r"Cấp huyện có tỷ lệ trễ hạn cao nhất",
        r"Cấp tỉnh có tỷ lệ trễ hạn cao nhất",
        "1,44 % of the province's are late",
    ),
    E(
        "chỉ có",
        "land_office_online",
        (
            cell("dossiers_received", {"level": "land_office", "channel": "online"}, dossiers=("738", "19738")),
            cell("dossiers_received", {"level": "land_office", "channel": "direct"}, dossiers=("21592", "2592")),
        ),
        r"Văn phòng Đăng ký quyền sử dụng đất chỉ có|Chênh lệch giữa các đơn vị: Văn phòng Đăng ký",
        r"Cấp huyện chỉ có 62,33%",
        "88 % of the land office's are online; the districts have least",
    ),
    E(
        "mới có",
        "communes_full",
        (cell("online_services", {"level": "commune", "kind": "full"}, services=("16", "60")),),
        r"Cấp xã mới có 22,9%",
        r"Cấp huyện mới có 32,3%",
        "60 of 114 of the communes' are full; the districts have least",
    ),
    # Security.
    E(
        "nghiêm trọng",
        "no_critical_alert",
        (cell("alerts", {"monitor": "server", "severity": "critical"}, alerts=("2063", "0")),),
        r"An toàn thông tin: hệ thống giám sát|Máy chủ: [\d.]+ cảnh báo mức nghiêm trọng",
        r"Hình 4\. (?!Máy chủ: [\d.]+ cảnh báo mức nghiêm trọng)",
        "there is none; the first page and the chart have nothing to say of them",
    ),
    E(
        "nghiêm trọng (kỳ khác)",
        "no_critical_alert_there",
        (cell("alerts", {"monitor": "server", "severity": "critical"}, alerts=("2063", "0")),),
        r"An toàn thông tin: hệ thống giám sát|Máy chủ: [\d.]+ cảnh báo mức nghiêm trọng",
        r"Hình 4\. (?!Máy chủ: [\d.]+ cảnh báo mức nghiêm trọng)",
        "there is none; the first page and the chart have nothing to say of them",
        SYNTHETIC,
    ),
    # Against last year.
    E(
        "tăng (bằng)",
        "delivered_as_before",
        (cell("counts", {"item": "parcels_delivered"}, growth=("9.3", "0")),),
        r"bưu phát, tăng|đều tăng",
        r"bưu phát, (bằng|không tăng|không đổi)",
        "as many as last year is no rise",
    ),
    E(
        "đều tăng",
        "outgoing_fell",
        (cell("controls", {"control": "edocuments_outgoing_growth"}, value=("0.77", "-0.77")),),
        r"đều tăng|tăng 0,77%",
        r"giảm 0,77%",
        "one of the seven fell",
    ),
    E(
        "đều tăng (kỳ khác)",
        "revenue_fell",
        (cell("counts", {"item": "postal_revenue"}, growth=("2.7", "-2.7")),),
        r"đều tăng|tăng 2,7%",
        r"giảm 2,7%",
        "one of the seven fell",
        SYNTHETIC,
    ),
    E(
        "tăng nhiều nhất",
        "phones_rose_most",
        (cell("controls", {"control": "phones_added_growth"}, value=("11.5", "115")),),
        r"Thuê bao internet phát triển mới tăng nhiều nhất",
        r"Thuê bao điện thoại phát triển mới tăng nhiều nhất: 115%",
        "115 % is more than 87,37 %",
    ),
    E(
        "giảm",
        "internet_fell",
        (cell("controls", {"control": "internet_added_growth"}, value=("87.37", "-87.37")),),
        r"tăng 87,37%|đều tăng|Thuê bao internet phát triển mới tăng nhiều nhất",
        r"thuê bao internet phát triển mới giảm 87,37%",
        "the largest change is a fall",
    ),
    E(
        "giảm (bằng)",
        "petitions_as_before",
        (cell("counts", {"item": "petitions"}, change=("-1", "0")),),
        r"giảm 0?[01] đơn|tăng 0?0 đơn",
        r"công dân, (bằng|không tăng|không đổi)",
        "as many as last year",
    ),
    E(
        "tăng mạnh",
        "hardly_rose",
        (cell("controls", {"control": "edocuments_growth"}, value=("3.07", "0.4")),),
        r"tăng 3,07%",
        ONLY_A_FINDING,
        "0,4 % is no strong rise, and no mean of 0,77 and 3,77",
    ),
    # Of a group the most.
    E(
        "chỉ, mới có (thấp nhất)",
        "districts_least",
        (
            cell("online_services", {"level": "district", "kind": "full"}, services=("53", "36")),
            cell("online_services", {"level": "district", "kind": "partial"}, services=("111", "128")),
            cell("online_services", {"level": "commune", "kind": "full"}, services=("16", "33")),
            cell("online_services", {"level": "commune", "kind": "partial"}, services=("54", "37")),
        ),
        r"Cấp xã mới có",
        r"Cấp huyện mới có 22,0% dịch vụ là toàn trình",
        "36 of 164 is less than 33 of 70",
    ),
    E(
        "nhiều nhất (bằng nhau)",
        "late_files_tie",
        (resolved("province", "late", "67", "92"),),
        r"có nhiều hồ sơ trễ hạn nhất: 92",
        ONLY_A_FINDING,
        "92 twice, and another sum than the report states",
    ),
    E(
        "còn",
        "no_2g_left",
        (
            cell("base_stations", {"generation": "2G"}, stations=("3295", "0")),
            cell("controls", {"control": "base_stations_total"}, value=("12090", "8795")),
        ),
        r"Trạm 2G còn",
        r"[Kk]hông còn trạm 2G|Hình 9\. (?!Trạm 2G còn)",
        "no 2G station is left",
        SYNTHETIC,
    ),
    # All.
    E(
        "tất cả",
        "half_the_offices_paperless",
        (cell("counts", {"item": "paperless_units"}, value=("40", "20")),),
        r"tất cả sở, ban, ngành và UBND các huyện, thành phố; hiện có 40 đơn vị",
        ONLY_A_FINDING,
        "26 departments and 7 districts are more than 20",
    ),
    E(
        "ở cả ba cấp",
        "a_district_without_system",
        (cell("coverage", {"subject": "document_system", "level": "district"}, done=("7", "6")),),
        r"đã triển khai ở cả ba cấp",
        r"$^",
        "one district has not",
    ),
    E(
        "100%",
        "networks_missing",
        (cell("counts", {"item": "lan_share"}, value=("100", "96")),),
        r"100% cơ quan chuyên môn",
        r"96% cơ quan chuyên môn",
        "the share is a figure",
    ),
    E(
        "100% (đã nhập)",
        "systems_not_entered",
        (cell("coverage", {"subject": "security_platform"}, done=("28", "27")),),
        r"28/28 hệ thống (thông tin )?được nhập",
        ONLY_A_FINDING,
        "27 of 28; the result of the project in Phụ lục IV says 28/28",
    ),
    E(
        "đạt 100% (số hóa)",
        "files_not_digitised",
        (cell("counts", {"item": "digitised_files_share"}, value=("100", "88")),),
        r"100% hồ sơ giải quyết thủ tục hành chính của Sở",
        r"88% hồ sơ giải quyết thủ tục hành chính của Sở",
        "the share is a figure",
    ),
    E(
        "hoàn thành kết nối",
        "all_connected",
        (cell("coverage", {"subject": "national_databases"}, done=("3", "6")),),
        r"kết nối, liên thông 03/06",
        ONLY_A_FINDING,
        "all six, while three are named and one is said to be going on",
    ),
    # About a number.
    E(
        "hơn",
        "fewer_officers",
        (cell("training", {"course": "procedures_system", "audience": "procedure_officers"}, learners=("386", "286")),),
        r"hơn 386 cán bộ",
        ONLY_A_FINDING,
        "286; the result of the project in Phụ lục IV says more than 386",
    ),
    E(
        "trên",
        "exactly_65",
        (cell("counts", {"item": "propaganda_documents"}, qualifier=("above", "")),),
        r"trên 65 lượt",
        r"ban hành 65 lượt",
        "exactly 65",
    ),
    E(
        "khoảng",
        "radius_measured",
        (cell("counts", {"item": "postal_radius"}, qualifier=("about", "")),),
        r"khoảng 2,96 km",
        r"bình quân 2,96 km",
        "measured, not estimated",
    ),
    E(
        "từ … đến",
        "range_turned",
        (cell("counts", {"item": "email_use_low"}, value=("90", "96")),),
        r"Từ 90% đến 95%",
        ONLY_A_FINDING,
        "from 96 to 95 % is no range",
    ),
    E(
        "toàn tỉnh đạt",
        "mean_beyond_all",
        (cell("online_rates", {"measure": "signature", "level": "province"}, percent=("99.27", "97.27")),),
        r"Sử dụng chữ ký số cá nhân|toàn tỉnh đạt 97,49%",
        ONLY_A_FINDING,
        "97,49 % is above each of the three levels",
    ),
    E(
        "trong đó",
        "more_shared_than_sites",
        (cell("counts", {"item": "shared_sites"}, value=("220", "700")),),
        r"674 vị trí, trong đó 220 vị trí",
        ONLY_A_FINDING,
        "700 of 674",
    ),
    E(
        "đã được chuyển",
        "more_forwarded_than_came",
        (cell("counts", {"item": "petitions_forwarded"}, value=("1", "4")),),
        r"01 đơn đã được chuyển",
        ONLY_A_FINDING,
        "4 of 3",
    ),
    E(
        "đăng ký",
        "products_five",
        (cell("counts", {"item": "registered_products"}, value=("3", "5")),),
        r"đăng ký 03 sản phẩm",
        ONLY_A_FINDING,
        "the result of the project in Phụ lục IV names three",
    ),
    E(
        "tổng cộng",
        "licence_more",
        (cell("licences", {"licence": "newsletter"}, licences=("5", "6")),),
        r"tổng cộng 16 giấy phép",
        r"tổng cộng 17 giấy phép",
        "nine, six and two are 17",
    ),
    E(
        "mỗi",
        "relay_hours_short",
        (cell("counts", {"item": "relay_hours"}, value=("720", "600")),),
        r"720 giờ \(4 giờ/ngày\)",
        ONLY_A_FINDING,
        "600 hours in 182 days are not 4 a day",
    ),
]
