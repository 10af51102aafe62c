"""Sentences of 2025-H1 that are as they should be: no finding may name them.

`declared` says what a checker that knows nothing of the world would have to be told, and where: a row of documents.csv (those of DOCUMENTS
below are written into the copy), a row of a list of fixed phrases (no such list exists today), or nothing.
"""

from typing import NamedTuple


class Innocent(NamedTuple):
    """A text that must pass, and what has to be declared for it."""

    kind: str
    name: str
    text: str
    declared: str = ""


# Standing documents (no period) and documents of 2025-H1, as the department's register has them: columns of documents.csv.
DOCUMENTS = [
    ("", "telecom-law-2023", "law", "24/2023/QH15", "2023-11-24", "Quốc hội", "Viễn thông", "I.1"),
    ("", "e-transactions-law-2023", "law", "20/2023/QH15", "2023-06-22", "Quốc hội", "Giao dịch điện tử", "I.1"),
    (
        "",
        "29-NQ/TW",
        "resolution",
        "29-NQ/TW",
        "2022-11-17",
        "Ban Chấp hành Trung ương",
        "tiếp tục đẩy mạnh công nghiệp hóa, hiện đại hóa đất nước",
        "I.1",
    ),
    (
        "",
        "57-NQ/TW",
        "resolution",
        "57-NQ/TW",
        "2024-12-22",
        "Bộ Chính trị",
        "đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia",
        "I.1",
    ),
    (
        "",
        "147/2024/NĐ-CP",
        "decree",
        "147/2024/NĐ-CP",
        "2024-11-09",
        "Chính phủ",
        "quản lý, cung cấp, sử dụng dịch vụ internet và thông tin trên mạng",
        "I.1",
    ),
    (
        "",
        "749/QĐ-TTg",
        "decision",
        "749/QĐ-TTg",
        "2020-06-03",
        "Thủ tướng Chính phủ",
        "phê duyệt Chương trình Chuyển đổi số quốc gia đến năm 2025, định hướng đến năm 2030",
        "I.1",
    ),
    (
        "2025-H1",
        "12/KH-SKHCN",
        "plan",
        "12/KH-SKHCN",
        "2025-03-12",
        "Sở Khoa học và Công nghệ",
        "chuyển đổi số năm 2025",
        "I.1",
    ),
    (
        "2025-H1",
        "118/QĐ-UBND",
        "decision",
        "118/QĐ-UBND",
        "2025-02-28",
        "UBND tỉnh",
        "thành lập Sở Khoa học và Công nghệ",
        "I.1",
    ),
]

WORDS = {"list": "words", "code": "", "valid_from": "", "valid_to": "", "successor": "", "reason": "khai báo"}
# What `declared` says, as rows of validity.csv: list, words and days.
DECLARED = [
    ("words", words)
    for words in (
        *("thứ nhất", "thứ hai, ", "thứ ba, ", "một là", "hai là", "(1)", "(2)", "một số", "một phần", "một cách"),
        *(
            "một đầu mối",
            "một cửa",
            "ba cấp tỉnh, huyện, xã",
            "trăm nhà đua sắc",
            "hai chiều",
            "hai lớp",
            "một trong những",
        ),
        *("trăm người như một", "một lần", "bốn tại chỗ", "6 rõ", "lần thứ tư", "công nghiệp 4.0", "24/7", "24/24 giờ"),
        *(
            "cấp độ 3",
            "mức độ 4",
            "VNeID mức độ 2",
            "ISO 27001",
            "Windows 10",
            "Vinasat-1",
            "Vinasat-2",
            "Tổng đài 1022",
        ),
        *("dichvucong.gov.vn", "Chương trình 1719", "Ngày Chuyển đổi số quốc gia 10/10", "Ất Tỵ"),
        *("Ngày Báo chí cách mạng Việt Nam 21/6", "Ngày giải phóng miền Nam, thống nhất đất nước 30/4", "miền Nam"),
        *("đường Hai Bà Trưng", "đường 16 tháng 4", "Trung tâm Phục vụ hành chính công", "Tân Sơn", "Ninh Sơn"),
        *("trước ngày 01/3/2025 là Sở Thông tin và Truyền thông", "Đảng bộ tỉnh", "Bộ Chính trị", "Ngành Bưu chính"),
    )
]
DECLARED += [
    ("words", "Hội thi Tin học trẻ tỉnh Ninh Thuận lần thứ XXII", "2025-01-01", "2025-12-31"),
    ("words", "100 năm Ngày Báo chí cách mạng Việt Nam", "2025-01-01", "2025-12-31"),
]

CLAIM = "a row of claims.csv"
# What has ended, by those who know it.
ENDED = [("words", "dichvucong2.ninhthuan.gov.vn", "", "2024-12-31")]

LAW, PHRASE, NAME, SPAN = (
    "a row of documents.csv",
    "a row of a table of fixed phrases",
    "a row of a table of proper names",
    "a row of a table of programmes with their span",
)
I = Innocent  # noqa: E741

INNOCENT = [
    I("law", "telecom_law_cited", "Các doanh nghiệp chấp hành tốt {document('telecom-law-2023')}.", LAW),
    I("law", "telecom_law_by_name", "Các doanh nghiệp chấp hành tốt Luật Viễn thông năm 2023.", LAW),
    I("law", "e_transactions_law_by_name", "Việc ký số thực hiện theo Luật Giao dịch điện tử năm 2023.", LAW),
    I(
        "law",
        "decree_cited",
        "Việc cấp phép trang thông tin điện tử thực hiện theo {document('147/2024/NĐ-CP')} của Chính phủ.",
        LAW,
    ),
    I(
        "law",
        "decree_typed_with_its_number",
        "Việc cấp phép trang thông tin điện tử thực hiện theo Nghị định số 147/2024/NĐ-CP của Chính phủ.",
        LAW,
    ),
    I(
        "law",
        "resolution_29_cited",
        "Sở triển khai các nhiệm vụ theo {document('29-NQ/TW')} của Ban Chấp hành Trung ương.",
        LAW,
    ),
    I(
        "law",
        "resolution_57_cited",
        "Sở tham mưu Chương trình hành động thực hiện {document('57-NQ/TW')} của Bộ Chính trị.",
        LAW,
    ),
    I(
        "law",
        "resolution_57_typed",
        "Các đơn vị quán triệt Nghị quyết số 57-NQ/TW của Bộ Chính trị đến từng chi bộ.",
        LAW,
    ),
    I(
        "law",
        "decision_749_cited",
        "Chương trình chuyển đổi số của tỉnh bám sát {document('749/QĐ-TTg')} của Thủ tướng Chính phủ.",
        LAW,
    ),
    I("law", "plan_of_this_year_cited", "Các nhiệm vụ được thực hiện theo {document('12/KH-SKHCN')}.", LAW),
    I("law", "decision_founding_cited", "Sở được thành lập theo {document('118/QĐ-UBND')} của UBND tỉnh.", LAW),
    I("law", "a_resolution_without_number", "Nghị quyết của HĐND tỉnh được cụ thể hóa bằng kế hoạch của từng ngành."),
    I("law", "law_without_year", "Hoạt động xuất bản, in và phát hành chấp hành đúng Luật Xuất bản."),
    I(
        "enumeration",
        "first_second",
        "Thứ nhất, hoàn thiện thể chế; thứ hai, phát triển hạ tầng số; thứ ba, bảo đảm an toàn thông tin.",
        PHRASE,
    ),
    I(
        "enumeration",
        "one_is_two_is",
        "Nhiệm vụ trọng tâm gồm: một là, nâng cao nhận thức; hai là, phát triển dữ liệu số.",
        PHRASE,
    ),
    I("enumeration", "letters", "Các nhóm giải pháp gồm: a) hạ tầng; b) dữ liệu; c) nhân lực."),
    I(
        "enumeration",
        "numbered_list",
        "Sở đề nghị: (1) bố trí kinh phí; (2) bổ sung biên chế công nghệ thông tin.",
        PHRASE,
    ),
    I("quantifier", "mot_so", "Một số phòng, đơn vị còn dùng máy tính cũ, hiệu suất thấp.", PHRASE),
    I("quantifier", "mot_phan", "Hệ thống đáp ứng một phần yêu cầu kết nối, chia sẻ dữ liệu.", PHRASE),
    I("quantifier", "mot_cach", "Việc xử lý hồ sơ được công khai một cách minh bạch.", PHRASE),
    I("quantifier", "nhieu", "Nhiều tin, bài giới thiệu tiềm năng, lợi thế của tỉnh đến nhà đầu tư."),
    I("quantifier", "cac", "Các cơ quan, đơn vị đều cử cán bộ phụ trách chuyển đổi số.", CLAIM),
    I("quantifier", "tung_buoc", "Sở từng bước hoàn thiện hạ tầng kỹ thuật công nghệ thông tin."),
    I("quantifier", "moi_co_quan_mot", "Mỗi cơ quan cử một đầu mối tiếp nhận thông tin về sự cố.", PHRASE),
    I("fixed phrase", "one_stop", "Hồ sơ được tiếp nhận tại bộ phận một cửa, theo cơ chế một cửa liên thông.", PHRASE),
    I("fixed phrase", "three_levels", "Mạng truyền số liệu chuyên dùng kết nối ba cấp tỉnh, huyện, xã.", PHRASE),
    I(
        "fixed phrase",
        "hundred_families",
        "Ngành Bưu chính tham gia phong trào trăm nhà đua sắc của hội hoa xuân.",
        PHRASE,
    ),
    I("fixed phrase", "two_way", "Hội nghị trực tuyến hai chiều vận hành ổn định.", PHRASE),
    I("fixed phrase", "multi_factor", "Tài khoản quản trị dùng xác thực hai lớp.", PHRASE),
    I("fixed phrase", "one_of", "Chuyển đổi số là một trong những nhiệm vụ trọng tâm của tỉnh.", PHRASE),
    I("fixed phrase", "unanimous", "Các đơn vị thống nhất, trăm người như một, trong phòng, chống tin giả.", PHRASE),
    I("fixed phrase", "once_only", "Người dân chỉ cung cấp thông tin một lần cho cơ quan nhà nước.", PHRASE),
    I("fixed phrase", "four_on_the_spot", "Phương án ứng cứu thông tin bảo đảm phương châm bốn tại chỗ.", PHRASE),
    I("fixed phrase", "six_clear", "Việc giao nhiệm vụ bảo đảm nguyên tắc 6 rõ.", PHRASE),
    I("fixed phrase", "community_team", "Tổ công nghệ số cộng đồng hướng dẫn người dân cài đặt ứng dụng."),
    I("fixed phrase", "fourth_revolution", "Sở tuyên truyền về cuộc cách mạng công nghiệp lần thứ tư.", PHRASE),
    I("fixed phrase", "industry_4_0", "Doanh nghiệp tiếp cận công nghiệp 4.0.", PHRASE),
    I("technology", "3g_4g_5g", "Truy nhập internet 3G, 4G và 5G phủ các khu dân cư tập trung.", NAME),
    I("technology", "24_7", "Trung tâm tích hợp dữ liệu được trực, giám sát 24/7.", PHRASE),
    I("technology", "24_24", "Lực lượng ứng cứu trực 24/24 giờ.", PHRASE),
    I("technology", "ipv6", "Cổng thông tin điện tử tỉnh hoạt động trên IPv6.", NAME),
    I("technology", "level_3", "Hệ thống được phê duyệt an toàn thông tin cấp độ 3.", PHRASE),
    I(
        "technology",
        "level_4_service",
        "Dịch vụ công toàn trình (trước đây gọi là mức độ 4) được công khai trên Cổng.",
        PHRASE,
    ),
    I("technology", "iso_27001", "Trung tâm áp dụng hệ thống quản lý an toàn thông tin theo ISO 27001.", NAME),
    I("technology", "windows_10", "Máy tính dùng Windows 10 được thay thế dần.", NAME),
    I("technology", "vneid", "Người dân đăng nhập Cổng bằng tài khoản VNeID mức độ 2.", NAME),
    I("technology", "kt1", "Mạng bưu chính KT1 phục vụ cơ quan Đảng, Nhà nước hoạt động liên tục.", NAME),
    I("technology", "vinasat", "Chương trình được phát qua vệ tinh Vinasat-1 và Vinasat-2.", NAME),
    I("technology", "highway_1a", "Camera giám sát trên Quốc lộ 1A qua địa bàn tỉnh hoạt động tốt.", NAME),
    I("technology", "hotline_1022", "Tổng đài 1022 tiếp nhận phản ánh của người dân về tin nhắn rác.", NAME),
    I("technology", "web_address", "Người dân tra cứu tại dichvucong.gov.vn hoặc ứng dụng Zalo.", NAME),
    I("programme", "project_06", "Sở phối hợp Công an tỉnh thực hiện Đề án 06 trên địa bàn.", NAME),
    I("programme", "project_06_cp", "Chuyên trang chuyển đổi số có tiểu mục Đề án 06/CP.", NAME),
    I("programme", "programme_1719", "Sở giải ngân vốn Chương trình 1719 theo tiến độ.", NAME),
    I("programme", "span_still_running", "Tỉnh tiếp tục thực hiện Đề án chuyển đổi số giai đoạn 2021-2025.", SPAN),
    I("programme", "span_to_come", "Sở tham mưu Đề án chuyển đổi số giai đoạn 2026-2030, tầm nhìn đến năm 2045.", SPAN),
    I("programme", "vision_2030", "Chiến lược hạ tầng số có định hướng đến năm 2030.", SPAN),
    I("programme", "term_of_this_time", "Sở góp ý báo cáo tổng kết nhiệm kỳ 2020-2025 của Đảng bộ tỉnh.", SPAN),
    I(
        "day",
        "digital_day",
        "Sở chuẩn bị các hoạt động hưởng ứng Ngày Chuyển đổi số quốc gia 10/10.",
        "a row of a table of fixed days",
    ),
    I(
        "day",
        "press_day",
        "Tỉnh chuẩn bị kỷ niệm Ngày Báo chí cách mạng Việt Nam 21/6.",
        "a row of a table of fixed days",
    ),
    I(
        "day",
        "reunification_day",
        "Báo chí tuyên truyền kỷ niệm Ngày giải phóng miền Nam, thống nhất đất nước 30/4.",
        "a row of a table of fixed days",
    ),
    I("day", "day_of_this_half", "Sở hoàn thành báo cáo trước ngày 25/5/2025."),
    I("day", "first_quarter", "Trong quý I/2025, Sở đã kiện toàn tổ chức bộ máy."),
    I("day", "this_year", "Kế hoạch chuyển đổi số năm 2025 của tỉnh được ban hành đúng thời gian quy định.", CLAIM),
    I(
        "day",
        "lunar_year_of_this_year",
        "Dịp Tết Nguyên đán Ất Tỵ, thông tin liên lạc thông suốt.",
        "a row of the lunar calendar",
    ),
    I("day", "comparison_with_last_year", "Số thuê bao phát triển mới được so với cùng kỳ năm 2024."),
    I("day", "since_merger", "Từ ngày 01/3/2025, Sở tiếp nhận nhiệm vụ quản lý nhà nước về bưu chính, viễn thông."),
    I(
        "ordinal",
        "contest_22",
        "Hội thi Tin học trẻ tỉnh Ninh Thuận lần thứ XXII được triển khai.",
        "a row that says which time it is",
    ),
    I(
        "ordinal",
        "press_100",
        "Tỉnh tổ chức các hoạt động kỷ niệm 100 năm Ngày Báo chí cách mạng Việt Nam.",
        "a row that says which year it is of",
    ),
    I("place", "hai_ba_trung", "Điểm phục vụ bưu chính trên đường Hai Bà Trưng đã được sửa chữa.", NAME),
    I(
        "place",
        "street_16_4",
        "Trung tâm Phục vụ hành chính công tại đường 16 tháng 4, thành phố Phan Rang - Tháp Chàm.",
        NAME,
    ),
    I("place", "tan_son", "Thị trấn Tân Sơn, huyện Ninh Sơn được phủ sóng di động.", NAME),
    I(
        "agency",
        "former_name_explained",
        "Sở (trước ngày 01/3/2025 là Sở Thông tin và Truyền thông) tiếp tục quản lý các hệ thống dùng chung.",
        PHRASE,
    ),
    I("agency", "ministry_now", "Sở báo cáo Bộ Khoa học và Công nghệ theo quy định."),
    I("agency", "propaganda_now", "Sở phối hợp Ban Tuyên giáo và Dân vận Tỉnh ủy định hướng thông tin."),
    I("agency", "region_seven", "Hồ sơ tàu cá được chuyển đến Trung tâm Tần số vô tuyến điện khu vực VII.", NAME),
    I(
        "figure",
        "certificates",
        "Đến nay, đã cấp {counts.value(item='digital_certificates')} chứng thư số cho các tổ chức, cá nhân.",
    ),
    I(
        "figure",
        "coverage_fraction",
        "Tỉnh đã kết nối {coverage.done(subject='ngsp'):02}/{coverage.total(subject='ngsp'):02} hệ thống thông tin quốc gia.",
    ),
    I(
        "figure",
        "share_computed",
        "Hồ sơ trực tuyến chiếm {dossiers_received.dossiers(channel='online') / dossiers_received.dossiers():.2%} số hồ sơ tiếp nhận.",
    ),
]
