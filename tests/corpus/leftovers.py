"""Things of the last edition, or of another time, that stay in the words of the next: 2025-H1, begun from 2024-H1.

Each case is what somebody leaves in one place: the whole new text of the place, the words that a finding must quote, and why a reader
is misled. `matters` is false where the reader would only find it untidy. The report is written in May 2025 by the Sở Khoa học và Công
nghệ of Ninh Thuận, which took over the Sở Thông tin và Truyền thông on 1 March 2025.
"""

from typing import NamedTuple


class Place(NamedTuple):
    """One cell: the table, its key without the period, and the column."""

    table: str
    key: dict[str, str]
    column: str


class Leftover(NamedTuple):
    """A text that must be found: `quote` holds the words, any of which (parted by |) a finding at the place must show."""

    kind: str
    name: str
    place: Place
    text: str
    quote: str
    why: str
    matters: bool = True


def at(address: str) -> Place:
    """The place of a statement, written section/topic/order.

    >>> at("I.5/publishing/1").key["topic"]
    'publishing'
    """
    section, topic, order = address.split("/")
    return Place("statements", {"section": section, "topic": topic, "order": order}, "text")


def cell(table: str, column: str, **key: str) -> Place:
    """The place of any other cell."""
    return Place(table, key, column)


L = Leftover

DIGITS = [
    L("digit", "classes_typed", at("I.2.6/training/2"), "Trong kỳ, Sở tổ chức 10 lớp tập huấn, hướng dẫn sử dụng Hệ thống thông tin giải quyết thủ tục hành chính tỉnh.", "10", "the number of classes of 2024, typed"),
    L("digit", "certificates_typed", at("I.2.7/certificates/1"), "Đến nay, đã cấp 369 chứng thư số, chữ ký số cho các tổ chức, cá nhân.", "369", "last year's count, typed instead of the figure"),
    L("digit", "visits_typed", at("I.2.7/tourism/1"), "Hệ thống du lịch thông minh (ninhthuantourism.vn) có hơn 5.348.172 lượt truy cập.", "5.348.172", "last year's visits, typed"),
    L("digit", "percent_typed", at("I.2.7/online_processing/1"), "Việc trao đổi, xử lý văn bản trên môi trường mạng, trừ văn bản mật, đạt 99,27% ở cấp tỉnh.", "99,27", "last year's share, typed"),
    L("digit", "fraction_typed", at("I.2.4/integration/1"), "Qua trục NGSP, tỉnh đã kết nối 08/15 cơ sở dữ liệu, hệ thống thông tin quốc gia.", "08/15|08", "last year's count of connections, typed"),
    L("digit", "clusters_in_brackets", at("I.3.3/loudspeakers/2"), "Tại huyện Bác Ái, Sở lấy ý kiến thống nhất về vị trí các cụm loa (48 cụm) của dự án này.", "48", "last year's number in brackets"),
    L("digit", "range_typed", at("I.2.7/email/2"), "Từ 90 - 95% cán bộ, công chức, viên chức thường xuyên dùng thư điện tử công vụ trong phối hợp công việc.", "90|95", "last year's range, typed"),
    L("digit", "digit_glued_to_unit", at("I.4.3/broadcasting/2"), "Đài Phát thanh và Truyền hình tỉnh phát sóng chương trình địa phương 19h/ngày.", "19h|19", "last year's hours, glued to their unit"),
    L("digit", "superscript_unit", at("I.2.2/data_centre/1"), "Trung tâm Tích hợp dữ liệu tỉnh đã mở rộng phòng máy chủ thêm 45m² sàn kỹ thuật.", "45m²|45", "a number of another year's works"),
    L("digit", "roman_number_of_layers", at("I.2.7/portal/1"), "Dữ liệu và an toàn thông tin của Cổng được giám sát, bảo vệ theo mô hình IV lớp.", "IV", "a number in Roman digits"),
    L("digit", "full_width_digits", at("I.2.7/meetings/2"), "Hệ thống họp không giấy tờ hiện có 40 đơn vị tham gia.", "40|40", "digits of an Asian keyboard"),
    L("digit", "letter_o_for_zero", at("I.2.2/internet/1"), "Trung tâm kết nối internet bằng O2 đường truyền, được duy trì thông suốt.", "O2", "the letter O typed for a zero hides the number"),
]

WORDS = [
    L("number in words", "twelve_classes", at("I.2.6/digital_skills/1"), "Sở tổ chức mười hai lớp bồi dưỡng kỹ năng số cho cán bộ, công chức, viên chức cấp huyện, cấp xã.", "mười hai", "a count of 2024 in words"),
    L("number in words", "two_thirds", at("I.2.3/national_databases/1"), "Sở cùng các đơn vị liên quan đã hoàn thành kết nối, liên thông hai phần ba số cơ sở dữ liệu quốc gia.", "hai phần ba", "a share in words"),
    L("number in words", "doubled", at("I.4.2/monitoring/1"), "Số tin, bài viết về tỉnh trên báo chí tăng gấp đôi so với cùng kỳ.", "gấp đôi", "a growth in words"),
    L("number in words", "half", at("I.7.2/limitations/4"), "Tại các huyện, thành phố, một nửa số xã chưa có công chức chuyên trách công nghệ thông tin.", "một nửa", "a share in words"),
    L("number in words", "half_short", at("I.7.2/limitations/6"), "Gần nửa số hồ sơ trực tuyến của cấp xã do công chức một cửa nộp thay người dân.", "nửa", "a share in words"),
    L("number in words", "hundreds", at("I.4.3/content/1"), "Sở ban hành sáu mươi lăm lượt văn bản tuyên truyền về các sự kiện chính trị, ngày lễ của đất nước, địa phương.", "sáu mươi lăm", "last year's 65 in words"),
    L("number in words", "dozens", at("I.4.4/social_media/3"), "Hàng chục tài khoản mạng xã hội đăng thông tin sai sự thật đã được nhắc nhở, chấn chỉnh.", "hàng chục", "a rough number in words"),
    L("number in words", "three_databases", at("I.2.3/national_databases/2"), "Ba cơ sở dữ liệu quốc gia đã kết nối gồm: đăng ký doanh nghiệp, bảo hiểm xã hội và dân cư.", "ba", "the number is a figure of coverage.csv"),
    L("number in words", "threefold", at("I.2.7/online_services/6"), "Thanh toán trực tuyến dịch vụ công gấp ba lần cùng kỳ.", "gấp ba", "a growth in words"),
    L("number in words", "southern_spelling", at("I.4.4/social_media/2"), "Sở rà soát, xác định tài khoản Facebook đăng tải nội dung trên mạng xã hội trong mười lăm trường hợp.", "mười lăm", "a count in words"),
    L("number in words", "pair", at("I.6.2/petitions/2"), "Trong kỳ, Sở nhận được vài chục đơn kiến nghị, phản ánh, trong đó hơn hai chục đơn không thuộc thẩm quyền.", "vài chục|hai chục", "rough numbers in words"),
    L("percentage in words", "ninety_percent", at("I.2.2/computing/2"), "Hiện có chín mươi phần trăm cán bộ, công chức được trang bị máy tính.", "chín mươi phần trăm|chín mươi", "a percentage in words"),
    L("percentage in words", "absolute_share", at("I.2.5/protection/2"), "Trăm phần trăm hệ thống thông tin của cơ quan nhà nước được phê duyệt phương án bảo vệ theo cấp độ.", "trăm phần trăm", "a percentage in words"),
]

TIMES = [
    L("year", "year_plain", at("I.2.1/issued/1"), "Sở xây dựng tiêu chuẩn, thông số kỹ thuật mua sắm tập trung thiết bị văn phòng năm 2024.", "2024", "last year's purchase"),
    L("year", "year_in_slash", at("I.3.2/fibre/1"), "Kế hoạch tắt sóng 2G/2024 của các doanh nghiệp viễn thông được theo dõi chặt chẽ.", "2024", "last year after a slash"),
    L("year", "two_digit_year", at("III/directions/4"), "Tham mưu kế hoạch chuyển đổi số năm 24 và các năm tiếp theo.", "năm 24|24", "a year of two digits"),
    L("year", "year_in_words", at("III/directions/7"), "Tuyên truyền các ngày lễ lớn của năm hai nghìn không trăm hai mươi bốn.", "hai nghìn không trăm hai mươi bốn|hai mươi bốn", "last year in words"),
    L("year", "year_range", at("III/directions/1"), "Tham mưu chương trình chuyển đổi số của tỉnh giai đoạn 2016-2020.", "2016-2020|2020", "a span that ended five years ago is told as a task to come"),
    L("year", "year_before_last", at("I.4.2/coordination/4"), "Sở tham mưu UBND tỉnh khen thưởng phóng viên có nhiều đóng góp cho hoạt động báo chí năm 2023.", "2023", "the prize of two years ago"),
    L("year", "last_year_word", at("I.4.2/coordination/3"), "Sở trả lời các báo, tạp chí đề nghị hợp tác tuyên truyền, quảng bá trong năm 2024 và năm 2025.", "2024", "one of the two years is over"),
    L("comparison base", "same_period_2023", at("I.7.1/press/3"), "Số tin, bài giới thiệu tiềm năng của tỉnh tăng so với cùng kỳ năm 2023.", "2023", "the comparison of the last edition"),
    L("comparison base", "end_of_2023", at("I.7.1/post_telecom/3"), "Hạ tầng viễn thông được mở rộng so với thời điểm cuối năm 2023.", "2023", "the base of the last edition"),
    L("comparison base", "half_of_2023", at("I.7.1/information_technology/1"), "Các chỉ số ứng dụng công nghệ thông tin tăng so với 6 tháng đầu năm ngoái (2023).", "2023", "the base of the last edition"),
    L("day", "day_typed", at("I.2.7/portal/3"), "Tính đến ngày 28/5/2024, Cổng thông tin điện tử tỉnh đã tích hợp trang của các sở, ban, ngành.", "28/5/2024", "the cut-off of last year"),
    L("day", "day_without_year", at("I.2.7/consultation/1"), "Tính đến ngày 28/5, Cổng thông tin điện tử tỉnh đã chuyển xử lý các câu hỏi của người dân.", "28/5", "the cut-off of last year, its year left out"),
    L("day", "day_with_dashes", at("I.2.7/online_services/2"), "Hệ thống thông tin giải quyết thủ tục hành chính tỉnh nâng cấp xong ngày 15-04-2024.", "15-04-2024|2024", "last year's day, with dashes"),
    L("day", "day_with_dots", at("I.2.7/meetings/1"), "Hội nghị truyền hình trực tuyến liên thông đến cấp xã từ 01.3.2024.", "01.3.2024|2024", "last year's day, with dots"),
    L("day", "day_in_words", at("I.4.1/external_information/2"), "Sở ban hành kế hoạch công tác nhân quyền ngày mùng ba tháng tư.", "mùng ba tháng tư|tháng tư|mùng ba", "a day of last year in words"),
    L("quarter", "quarter_of_last_year", at("I.2.3/personal_data/1"), "Dự án kho dữ liệu điện tử cá nhân hoàn thành lựa chọn nhà thầu trong quý II/2024.", "quý II/2024|2024", "last year's quarter"),
    L("quarter", "quarter_not_in_period", at("I.2.3/provincial_databases/1"), "Các cơ sở dữ liệu về giá và quản lý giáo dục đã đưa vào vận hành trong quý III.", "quý III", "the third quarter has not come yet"),
    L("month", "month_outside", at("I.3.3/radio/2"), "Trong tháng 9, Sở đã tiếp nhận và hướng dẫn hồ sơ cấp phép tần số của tàu cá.", "tháng 9", "September is not in the half-year"),
    L("month", "month_in_words", at("I.3.3/radio/1"), "Trong tháng Mười Hai, Sở đã khảo sát vị trí trạm BTS tại công viên.", "tháng Mười Hai", "December told as past in a report of May"),
    L("month", "month_year_short", at("I.2.6/youth_contest/2"), "Ban coi thi, Ban ra đề thi được thành lập từ tháng 5/24.", "5/24", "last year's month, short"),
    L("weekday", "weekday", at("I.6.2/petitions/1"), "Lãnh đạo Sở tiếp công dân vào thứ Tư ngày 15/5/2024 theo lịch công khai.", "15/5/2024|thứ Tư", "last year's day with its weekday"),
    L("weekday", "wrong_weekday", at("I.6.2/anti_corruption/1"), "Hội nghị phổ biến pháp luật tổ chức vào thứ Tư, ngày 15/5/2025 tại trụ sở Sở.", "thứ Tư", "15 May 2025 is a Thursday: the weekday stayed from last year"),
    L("lunar year", "giap_thin", at("I.4.2/monitoring/2"), "Dịp Tết Nguyên đán Giáp Thìn, báo chí tuyên truyền các hoạt động mừng Đảng, mừng Xuân.", "Giáp Thìn", "2025 is Ất Tỵ"),
    L("lunar year", "year_of_the_dragon", at("I.4.3/broadcasting/1"), "Báo Ninh Thuận xuất bản đặc san xuân con Rồng.", "con Rồng|Rồng", "the zodiac animal of last year"),
    L("lunar year", "thin_alone", at("I.7.1/post_telecom/2"), "Dịp Tết năm Thìn, thông tin liên lạc qua mạng bưu chính, viễn thông thông suốt.", "Thìn", "the branch of last year"),
    L("season", "winter", at("I.4.3/content/2"), "Chiến dịch tuyên truyền mùa đông vừa qua về định danh điện tử đạt hiệu quả.", "mùa đông", "the campaign was that of the winter before last"),
    L("half-year", "half_in_year", at("I.7.3/proposals/1"), "Trong 6 tháng cuối năm 2023, Sở không có kiến nghị, đề xuất.", "6 tháng cuối năm 2023|2023|6 tháng cuối năm", "another half-year"),
    L("half-year", "nine_months", at("I.4.5/resident_reporters/1"), "Trong 9 tháng đầu năm, Sở tham mưu đánh giá, nhận xét hoạt động báo chí.", "9 tháng", "the report is of six months"),
    L("half-year", "whole_year_result", at("I.7.1/information_technology/2"), "Cả năm, hạ tầng công nghệ thông tin được vận hành ổn định, thông suốt.", "Cả năm", "a year's report's phrase in a half-year's"),
    L("vague time", "recently", at("I.2.4/data_warehouse/1"), "Mới đây, Nền tảng kho dữ liệu dùng chung của tỉnh đã hoàn thành, đưa vào sử dụng.", "Mới đây", "it was recent a year ago"),
    L("vague time", "today", at("I.2.5/incident_response/2"), "Hôm nay, Cục An toàn thông tin đã cảnh báo các lỗ hổng bảo mật mới.", "Hôm nay", "no report knows a today"),
    L("vague time", "just_now", at("I.2.7/online_services/7"), "Vừa qua, Sở đã phối hợp các nhà mạng tích hợp vào Cổng dịch vụ công tỉnh tính năng ký số từ xa.", "Vừa qua", "it was done in 2023", False),
    L("vague time", "last_week", at("I.2.7/operations_centres/2"), "Tuần trước, bản tin điện tử SOC và IOC đã gửi các sở, ban, ngành, địa phương.", "Tuần trước", "no report knows a last week"),
    L("vague time", "next_year_word", at("III/directions/3"), "Sang năm 2025 sẽ triển khai đào tạo về chuyển đổi số trên nền tảng MOOCs.", "Sang năm 2025", "2025 is this year, told as next year"),
    L("past plan", "planned_june_2024", at("I.2.4/data_warehouse/2"), "Các cơ sở dữ liệu dự kiến tích hợp vào kho trong tháng 6/2024.", "6/2024|2024", "a plan told as future that lies in the past"),
    L("past plan", "will_in_march", at("I.2.7/operations_centres/4"), "Trung tâm điều hành đô thị thông minh thành phố sẽ đi vào hoạt động trong tháng 01/2025.", "01/2025|sẽ", "told as future, past when the report is signed"),
    L("past plan", "soon_before_tet", at("I.7.1/press/2"), "Dự kiến trước Tết Nguyên đán, tỉnh sẽ tổ chức họp báo.", "trước Tết|Tết|sẽ", "Tết lies behind the report of May"),
    L("past plan", "due_date_of_last_year", at("I.3.3/loudspeakers/1"), "Dự án truyền thanh thông minh hoàn thành trước 31/12/2024.", "31/12/2024|2024", "a deadline that has passed"),
    L("term", "term_of_office", at("II.3/leadership/1"), "Đại biểu HĐND tỉnh nhiệm kỳ 2016-2021 giám sát việc chuyển đổi số.", "2016-2021", "the term before"),
    L("term", "congress_number", at("I.7.1/press/4"), "Báo chí cổ vũ thi đua thực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XIII nhiệm kỳ 2015-2020.", "XIII|2015-2020", "the congress before"),
    L("ordinal", "contest_ordinal", at("I.2.6/youth_contest/1"), "Hội thi Tin học trẻ tỉnh Ninh Thuận lần thứ XXI được triển khai theo kế hoạch.", "XXI", "2025 has the 22nd"),
    L("ordinal", "prize_ordinal", at("I.4.1/external_information/3"), "Sở hưởng ứng tham gia Giải thưởng toàn quốc về thông tin đối ngoại lần thứ X.", "lần thứ X|X", "last year's prize"),
    L("ordinal", "ordinal_in_digits", at("I.5/publishing/1"), "Sở phối hợp tổ chức Ngày Sách và Văn hóa đọc Việt Nam lần thứ 3 trên địa bàn tỉnh.", "lần thứ 3", "2025 has the 4th"),
    L("ordinal", "first_time_again", at("I.2.7/online_services/5"), "Lần đầu tiên, ứng dụng dịch vụ công “Ninh Thuận-S” của tỉnh có trên CH Play và App Store.", "Lần đầu", "it was first last year"),
    L("anniversary", "99_years_press", at("I.4.2/coordination/1"), "Sở tham mưu tổ chức hoạt động kỷ niệm 99 năm Ngày Báo chí cách mạng Việt Nam.", "99 năm|99", "2025 is the 100th"),
    L("anniversary", "anniversary_in_words", at("I.4.2/monitoring/3"), "Báo chí tuyên truyền kỷ niệm bốn mươi chín năm Ngày giải phóng Ninh Thuận.", "bốn mươi chín", "2025 is the 50th, told in words"),
]

NAMES = [
    L("document number", "decision_not_in_table", at("I.2.7/online_services/1"), "Sở tham mưu Chủ tịch UBND tỉnh ký ban hành Quyết định số 159/QĐ-UBND về cải cách thủ tục hành chính.", "159/QĐ-UBND", "last year's decision, typed"),
    L("document number", "letter_not_in_table", at("I.1/introduction/1"), "Thực hiện Công văn số 2226/UBND-KTTH, Sở Khoa học và Công nghệ báo cáo kết quả thực hiện như sau:", "2226/UBND-KTTH", "last year's request, typed"),
    L("document number", "document_function_of_last_year", at("I.1/digital_plan/1"), "Các nhiệm vụ, dự án được thực hiện theo {document('1446/KH-BĐHCĐS')} của Ban Điều hành Chuyển đổi số tỉnh.", "1446/KH-BĐHCĐS", "the plan of 2024"),
    L("document number", "number_without_so", at("I.6.1/inspection/1"), "Sở ban hành KH 94/KH-STTTT về cao điểm chống buôn lậu, gian lận thương mại, hàng giả.", "94/KH-STTTT", "last year's plan"),
    L("document number", "invented_number", at("I.6.1/inspection/2"), "Thực hiện Kế hoạch số …/KH-SKHCN, Sở đã thanh tra một doanh nghiệp bưu chính.", "…/KH-SKHCN|…", "the number was never filled in"),
    L("superseded law", "decree_72_2013", at("I.4.4/social_media/1"), "Sở xử lý vi phạm theo Nghị định 72/2013/NĐ-CP về quản lý, cung cấp, sử dụng dịch vụ internet.", "72/2013/NĐ-CP", "Nghị định 147/2024/NĐ-CP took its place on 25/12/2024"),
    L("superseded law", "telecom_law_2009", at("I.3.3/public_telecom_service/1"), "Các doanh nghiệp chấp hành đúng Luật Viễn thông năm 2009.", "2009", "the law of 2023 holds"),
    L("superseded law", "e_transactions_2005", at("I.7.1/press/6"), "Việc ký số thực hiện theo Luật Giao dịch điện tử 2005.", "2005", "the law of 2023 holds"),
    L("superseded law", "local_government_law_2015", at("II.2/coordination/1"), "Sở tuân thủ Luật Tổ chức chính quyền địa phương năm 2015.", "2015", "the law of 2025 holds"),
    L("person", "minister", at("III/directions/2"), "Tham mưu nội dung làm việc với Bộ trưởng Huỳnh Thành Đạt về chuyển đổi số trên địa bàn tỉnh.", "Huỳnh Thành Đạt|Bộ trưởng", "minister until February 2025"),
    L("person", "director", at("I.1/assigned_tasks/1"), "Giám đốc Sở Đào Xuân Kỳ chỉ đạo triển khai kịp thời, bảo đảm tiến độ kế hoạch đề ra.", "Đào Xuân Kỳ", "the director of the department that is no more"),
    L("person", "chairman", at("II.3/leadership/2"), "Chủ tịch UBND tỉnh Lưu Xuân Vĩnh chỉ đạo tăng cường bảo đảm an ninh thông tin.", "Lưu Xuân Vĩnh", "chairman until 2020"),
    L("person", "signatory_initial", cell("organisation", "signatory_title"), "Q. GIÁM ĐỐC", "Q. GIÁM ĐỐC", "an acting director of last year"),
    L("old agency", "dept_name_in_full", at("I.6.3/legal_affairs/1"), "Sở Thông tin và Truyền thông góp phần nâng cao hiệu lực thực thi pháp luật.", "Sở Thông tin và Truyền thông", "merged on 1 March 2025"),
    L("old agency", "dept_short", at("I.2.3/provincial_databases/2"), "Hồ sơ giải quyết thủ tục hành chính của Sở TTTT được số hóa.", "Sở TTTT|TTTT", "the old short form"),
    L("old agency", "dept_short_ampersand", at("I.2.3/shared_systems/1"), "Sở TT&TT quản lý, vận hành các hệ thống dùng chung của tỉnh.", "TT&TT", "the old short form"),
    L("old agency", "ministry_full", at("I.2.5/protection/1"), "SOC đã kết nối với Trung tâm của Bộ Thông tin và Truyền thông.", "Bộ Thông tin và Truyền thông", "merged on 1 March 2025"),
    L("old agency", "ministry_short", at("I.2.5/servers/1"), "Giải pháp chống tấn công DDoS theo hướng dẫn của Bộ TT&TT.", "Bộ TT&TT|TT&TT", "merged on 1 March 2025"),
    L("old agency", "propaganda_board", at("I.4.5/resident_reporters/2"), "Phóng viên thực hiện đúng định hướng của Ban Tuyên giáo Tỉnh ủy.", "Ban Tuyên giáo", "Ban Tuyên giáo và Dân vận since February 2025"),
    L("old agency", "planning_dept", cell("recipients", "recipient", order="2"), "Sở Kế hoạch và Đầu tư", "Sở Kế hoạch và Đầu tư", "merged into the Sở Tài chính"),
    L("old agency", "labour_dept", at("I.2.6/community_teams/1"), "Sở LĐTBXH phối hợp tập huấn cho thành viên Tổ công nghệ số cộng đồng.", "LĐTBXH", "merged into the Sở Nội vụ"),
    L("old agency", "resources_dept", at("I.2.7/dossiers/1"), "Hồ sơ đất đai do Sở Tài nguyên và Môi trường thống kê riêng.", "Sở Tài nguyên và Môi trường", "now Sở Nông nghiệp và Môi trường"),
    L("old agency", "transport_dept", at("I.2.7/operations_centres/3"), "Sở Giao thông vận tải khai thác hệ thống camera để xử lý vi phạm.", "Sở Giao thông vận tải|Sở Giao thông", "merged into the Sở Xây dựng"),
    L("old agency", "information_security_dept", at("I.2.5/alerts/1"), "Cảnh báo do Cục An toàn thông tin, Bộ Thông tin và Truyền thông gửi đều được xử lý.", "Bộ Thông tin và Truyền thông|Cục An toàn thông tin", "the Bộ Công an has it since 1 March 2025"),
    L("old agency", "old_number_suffix", cell("organisation", "short_name"), "STTTT", "STTTT", "the short form in the report's number"),
    L("old place", "old_commune", at("I.7.1/post_telecom/1"), "Điểm phục vụ bưu chính tại phường Mỹ Hương được mở rộng.", "Mỹ Hương|phường Mỹ Hương", "merged into phường Kinh Dinh in 2021"),
    L("old place", "other_province", at("I.4.1/external_information/4"), "Cổng thông tin điện tử tỉnh Bình Thuận quảng bá hình ảnh, tiềm năng của tỉnh.", "Bình Thuận", "copied from the neighbour's report"),
    L("old system", "td_office_replaced", at("I.2.7/document_system/1"), "Phần mềm TD.Office 5.0 (phiên bản năm 2022) đã triển khai ở các cấp.", "5.0|2022", "a version of another time"),
    L("old system", "old_portal_address", at("I.2.7/online_services/3"), "Nền tảng khảo sát vận hành tại dichvucong2.ninhthuan.gov.vn.", "dichvucong2", "last year's address"),
    L("old system", "security_ended_programme", at("I.2.7/socioeconomic_system/1"), "Hệ thống thực hiện Chương trình hành động 2016-2020 của UBND tỉnh.", "2016-2020", "a programme that is over"),
]

FORM = [
    L("figure number", "figure_nine", at("I.2.7/socioeconomic_reports/1"), "Các đơn vị cập nhật số liệu đúng thời gian (xem Hình 9).", "Hình 9", "the document numbers its charts itself"),
    L("figure number", "table_three", at("I.2.7/socioeconomic_system/2"), "Các biểu mẫu báo cáo đã hoàn thiện nêu tại Bảng 3.", "Bảng 3", "the document numbers its tables itself"),
    L("figure number", "section_typed", at("I.7.1/information_technology/3"), "Kết quả triển khai đã nêu tại mục I.2.9 của báo cáo này.", "I.2.9", "there is no such section"),
    L("figure number", "appendix_typed", at("I.1/indicators/1"), "Các chỉ tiêu là số ước thực hiện, chi tiết tại Phụ lục VI.", "Phụ lục VI", "there is no such appendix"),
    L("figure number", "footnote_typed", at("I.7.1/press/1"), "Các cơ quan báo chí tuyên truyền kịp thời các ngày lễ lớn (chú thích 24).", "chú thích 24", "the document numbers its footnotes itself"),
    L("figure number", "page_number", at("I.7.1/information_technology/4"), "Nội dung đăng tải trên Cổng nêu ở trang 7 báo cáo này.", "trang 7", "a page of last year's paper"),
    L("money", "budget_typed", at("I.3.3/loudspeakers/3"), "Gói thầu cụm loa có kinh phí 1.250 triệu đồng.", "1.250", "last year's amount, typed"),
    L("money", "budget_in_words", at("I.3.1/public_postal_service/1"), "Doanh thu dịch vụ bưu chính công ích đạt hơn nửa tỷ đồng.", "nửa tỷ", "an amount in words"),
    L("contact", "phone_number", at("I.4/advised/1"), "Đường dây nóng tiếp nhận phản ánh: 0259.3838.115.", "0259.3838.115|0259", "the telephone of last year's office"),
    L("contact", "old_email", at("I.2.7/negative_items/1"), "Người dân gửi phản ánh về stttt@ninhthuan.gov.vn để kiểm tra, xử lý.", "stttt@ninhthuan.gov.vn|stttt", "the address of the department that is no more"),
    L("placeholder", "todo", at("I.2.2/computing/1"), "Hạ tầng kỹ thuật được tổ chức theo mô hình điện toán đám mây. TODO: cập nhật.", "TODO", "a note to oneself"),
    L("placeholder", "xxx", at("I.2.2/wan/2"), "Đến nay, xxx xã, phường, thị trấn đã kết nối WAN.", "xxx", "a hole"),
    L("placeholder", "question_marks", at("I.2.6/training/1"), "Sở phối hợp Bộ Công an đào tạo trực tuyến cho ??? học viên.", "???", "a hole"),
    L("placeholder", "dots", at("I.2.7/email/1"), "Hệ thống thư điện tử công vụ chặn bình quân ….. thư rác mỗi ngày.", "…..|…", "a hole"),
    L("placeholder", "highlight_note", at("I.2.7/online_services/4"), "Cổng dịch vụ công trao đổi trạng thái hồ sơ qua Zalo (chị Hoa bổ sung giúp em).", "(chị Hoa bổ sung giúp em)|bổ sung giúp", "a message between colleagues"),
    L("placeholder", "english", at("I.7.2/limitations/5"), "The province has not attracted large IT companies yet.", "The province", "English"),
    L("placeholder", "lorem", at("I.7.2/limitations/3"), "Lorem ipsum dolor sit amet, consectetur adipiscing elit.", "Lorem", "filler"),
    L("placeholder", "track_change_mark", at("I.7.2/limitations/1"), "Hạ tầng công nghệ thông tin được đầu tư đồng bộ [sửa: chưa đồng bộ].", "[sửa", "two versions at once"),
    L("placeholder", "broken_word_field", at("I.7.1/information_technology/5"), "Hệ thống đã cập nhật phương án bảo đảm an toàn thông tin (Error! Reference source not found.).", "Error!", "a field of Word that broke"),
    L("copied", "word_for_word_same_section", at("II.2/coordination/2"), "", "", "copied word for word from last year, and its state written as if somebody had written it", False),
    L("copied", "with_one_space", at("III/directions/9"), "", "", "copied word for word with a second space", False),
    L("copied", "twice_in_the_report", at("III/directions/8"), "Tham mưu UBND tỉnh ký kết thỏa thuận hợp tác với Bộ Thông tin và Truyền thông về chuyển đổi số trên địa bàn tỉnh.", "Bộ Thông tin và Truyền thông|ký kết", "the sentence of directions 2, once more"),
    L("unit", "mbps_for_gbps", at("I.7.1/press/5"), "Đường truyền internet của Trung tâm đạt 390 Kbps.", "390|Kbps", "the number of last year in a wrong unit"),
    L("unit", "gb_for_tb", at("I.2.3/personal_data/1"), "Kho dữ liệu điện tử cá nhân có dung lượng 105 GB.", "105|GB", "last year's number in a wrong unit"),
    L("decimal comma", "point_for_comma", at("I.7.2/limitations/2"), "Hạ tầng cấp xã mới đáp ứng 92.47% yêu cầu.", "92.47", "a decimal point, and typed"),
    L("decimal comma", "comma_for_thousands", at("I.2.7/media_monitoring/1"), "Hệ thống giám sát ghi nhận 119,824 tin liên quan đến tỉnh.", "119,824", "a comma for thousands, and typed"),
    L("gone", "ended_programme", at("I.3.3/public_telecom_service/2"), "Sở triển khai Chương trình cung cấp dịch vụ viễn thông công ích đến năm 2020.", "2020", "the programme is over"),
    L("gone", "district_broadcasting", at("I.4.3/broadcasting/3"), "Đài truyền thanh của mỗi huyện tiếp âm Đài Truyền hình kỹ thuật số VTC.", "VTC", "VTC stopped broadcasting on 15/1/2025"),
    L("gone", "department_inspectorate", at("I.6.1/inspection/3"), "Thanh tra Sở Thông tin và Truyền thông đã xử phạt vi phạm hành chính.", "Thanh tra Sở|Sở Thông tin và Truyền thông", "the inspectorate of the old department"),
    L("gone", "g2_still_on", at("I.2.2/wan/1"), "Mạng di động 2G vẫn phục vụ người dân trong năm 2024.", "2024", "2G was switched off in October 2024"),
]

OTHER_PLACES = [
    L("heading", "heading_year", cell("headings", "title", section="III"), "Phương hướng, nhiệm vụ 6 tháng cuối năm 2024", "2024", "headings belong to no period, so a year in one is wrong next year"),
    L("heading", "heading_old_agency", cell("headings", "title", section="I.6"), "Lĩnh vực Thanh tra Sở TTTT", "TTTT", "the old short form in a heading"),
    L("heading", "plan_group_year", cell("plan_groups", "title", group="other-tasks"), "Các nhiệm vụ khác của năm 2024", "2024", "last year in a heading of the appendix"),
    L("organisation", "date_of_last_year", cell("organisation", "report_date"), "2024-05", "2024", "the report's month is of last year"),
    L("organisation", "number_of_last_year", cell("organisation", "report_number"), "1389", "1389", "a number that is no part of any register of 2025", False),
    L("organisation", "old_director", cell("organisation", "signatory_name"), "Đào Xuân Kỳ", "Đào Xuân Kỳ", "nobody has said that the director of the merged department is the same person"),
    L("organisation", "old_drafter", cell("organisation", "drafting_mark"), "TTTT 6b", "TTTT", "the drafter's mark of the old unit"),
    L("task title", "task_of_last_year", cell("plan_projects", "name", project="p08"), "Hưởng ứng Ngày Chuyển đổi số quốc gia năm 2024 trên địa bàn tỉnh.", "2024", "the day of last year"),
    L("task title", "lead_old_agency", cell("plan_projects", "lead", project="p09"), "Sở TTTT", "Sở TTTT|TTTT", "the old short form as lead agency"),
    L("task title", "lead_merged_agencies", cell("plan_projects", "lead", project="p12"), "Sở KHĐT và Sở LĐTBXH", "KHĐT|LĐTBXH", "both merged in 2025"),
    L("task title", "result_copied", cell("plan_projects", "result", project="p13"), "Đã ban hành Kế hoạch số 815/KH-STTTT ngày 04/4/2024.", "815/KH-STTTT|2024", "last year's result"),
    L("task title", "due_past", cell("plan_projects", "due", project="p22"), "Quý II/2024", "2024", "a deadline that has passed"),
    L("note", "count_label_year", cell("counts", "label", item="registered_products"), "Sản phẩm chuyển đổi số đăng ký năm 2024", "2024", "a label that is printed"),
    L("note", "cutoff_source", cell("counts", "label", item="loudspeaker_clusters"), "Cụm loa do Sở TTTT lắp đặt", "TTTT", "the old short form in a label that is printed"),
    L("note", "indicator_name_year", cell("indicators", "name", indicator="1"), "Tỷ trọng kinh tế số đóng góp vào GRDP năm 2024", "2024", "last year in an indicator's name"),
    L("recipient", "old_ministry_recipient", cell("recipients", "recipient", order="1"), "Bộ Thông tin và Truyền thông (báo cáo)", "Bộ Thông tin và Truyền thông", "merged on 1 March 2025"),
]

LEFTOVERS = [*DIGITS, *WORDS, *TIMES, *NAMES, *FORM, *OTHER_PLACES]
