"""What directors and divisions change in a report in Word: written down before anything read it, from what the report says.

Each at a paragraph by its first words. kind: what it is told as, "sentence" for words of statements.csv or of a notebook; ""
where no word changes.
"""

from __future__ import annotations

from typing import NamedTuple


class WordEdit(NamedTuple):
    """how: "replace", "delete", "insert" (a paragraph below), "move" (below the paragraph with the words new), "join", "split", "comment";
    "strike" and "highlight" (by hand, untracked); "reply" and "answer" (typed behind it) to the comment that says the old words.
    """

    at: str
    how: str
    old: str
    new: str
    kind: str


def words(at: str, old: str, new: str, kind: str = "sentence") -> WordEdit:
    return WordEdit(at, "replace", old, new, kind)


WORD_EDITS = (
    # words of statements.csv
    words("Bám sát chỉ đạo của Chính phủ", "Sở đã triển khai nhiệm vụ", "Sở đã tổ chức triển khai nhiệm vụ"),
    words("Sở được giao 11", "nhiệm vụ quản lý nhà nước", "nhiệm vụ trọng tâm"),
    words("Các nhiệm vụ, dự án ứng dụng", "được thực hiện theo", "được triển khai thực hiện theo"),
    words("Hiện nay, 100% cán bộ", "được trang bị máy tính", "được trang bị đầy đủ máy tính"),
    words("Mạng truyền số liệu chuyên dùng cấp II", "đã được triển khai, kết nối", "đã kết nối"),
    words("Đến nay, 19", "đã kết nối WAN.", "đã kết nối mạng WAN của tỉnh."),
    words("Trung tâm có 05 hệ thống", "tổng dung lượng", "với tổng dung lượng"),
    words("Trung tâm kết nối internet bằng", "thông suốt, ổn định, an toàn", "thông suốt, ổn định"),
    words("Riêng cơ sở dữ liệu cán bộ", "đã cập nhật", "cập nhật được"),
    words("Nền tảng kho dữ liệu dùng chung", "đã hoàn thành, đưa vào sử dụng", "đã hoàn thành và được đưa vào sử dụng"),
    words("Đã có 28/28 hệ thống", "được nhập lên", "được cập nhật lên"),
    words("Nền tảng ứng cứu sự cố", "được triển khai cho", "đã triển khai cho"),
    words("Nhìn chung, thời gian qua", "được tăng cường và bảo đảm", "tiếp tục được tăng cường"),
    words("Đến nay, 16 hệ thống", "để theo dõi, giám sát", "phục vụ theo dõi, giám sát"),
    words("Đã thành lập 446", "với", "gồm"),
    words("Sở tổ chức đào tạo, bồi dưỡng", "nâng cao nhận thức, kỹ năng số", "nâng cao kỹ năng số"),
    words("Đến nay, đã tạo mới", "hệ thống hiện có", "toàn hệ thống hiện có"),
    words("Hệ thống du lịch thông minh (", "đăng tải thông tin", "đăng tải thông tin, quảng bá"),
    words("Trên Hệ thống đã hoàn thiện", "đang được thực hiện", "đang được khẩn trương thực hiện"),
    words("Đối với tin tiêu cực", "xác định hành vi, xử lý", "xác định hành vi để xử lý"),
    words("Nhiều tin, bài giới thiệu", "những tháng đầu năm", "trong những tháng đầu năm"),
    words("Trong kỳ, Sở ban hành 09 kế hoạch", "tư pháp, pháp chế", "pháp chế"),
    words("Qua đó, góp phần nâng cao hiệu lực", "góp phần nâng cao", "từng bước nâng cao"),
    # words of notebooks: sentences, headings, leads of lists
    words("Tình hình thực hiện từng nhiệm vụ", "Tình hình thực hiện", "Kết quả thực hiện"),
    words("a) Nhiệm vụ được giao", "Nhiệm vụ được giao", "Các nhiệm vụ được giao"),
    words("Số đơn vị đã triển khai", "đã triển khai", "đã triển khai phần mềm"),
    words("Hồ sơ của Văn phòng Đăng ký", "được thống kê riêng", "được tổng hợp riêng"),
    words("b) Trung tâm Tích hợp dữ liệu tỉnh", "Trung tâm Tích hợp", "Hoạt động của Trung tâm Tích hợp"),
    # numbers typed over: in sentences, beside words, in tables, of which the program computes some
    words("Hệ thống có 880 biểu", "880", "881", "number"),
    words("Trong cùng thời gian, toàn tỉnh", "111.914", "111.941", "number"),
    words("Từ ngày 01/01/2024 đến ngày 28/5/2024, toàn tỉnh có 445.422", "3,07%", "3,70%", "number"),
    words("Sở triển khai duy tu", "03", "05", "number"),
    words("Tổng băng thông đạt", "390", "400", "number"),
    words("Tỉnh có 858 dịch vụ", "377", "378", "number"),
    words("Trong đó, cấp tỉnh 179.234", "179.234", "179.334", "number"),
    words("Sản lượng ước đạt", "2.211.255", "2.211.525", "number"),
    words("Toàn tỉnh có 2.418", "876", "867", "number"),
    words("Tổng doanh thu dịch vụ viễn thông", "559", "595", "number"),
    words("12.840 hồ sơ", "12.840", "12.480", "number"),
    words("526 trường học", "526", "562", "number"),
    # rows of tables: a name, a date
    words("Hệ thống giám sát mạng", "Hệ thống giám sát mạng", "Hệ thống giám sát mạng LAN", "row"),
    words("Tường lửa", "Tường lửa", "Thiết bị tường lửa", "row"),
    words("Ninh Thuận, ngày", "Ninh Thuận", "Phan Rang", "row"),
    # what is neither
    words("Cấp huyện có tỷ lệ trễ hạn cao nhất", "cao nhất", "đáng lưu ý nhất", "remark"),
    words("Kế hoạch số 931/KH-UBND ngày", "thông tin đối ngoại", "công tác thông tin đối ngoại", "row"),
    words("Sở ban hành 03 kế hoạch", "Sở ban hành", "Trong 6 tháng, Sở ban hành", "remark"),
    words("Hội thi Tin học trẻ tỉnh", "được triển khai", "được triển khai trong 2 ngày", "remark"),
    # paragraphs that go, come and move; what is joined and split says nothing new
    WordEdit("Nền tảng khảo sát VNForm", "delete", "", "", "remark"),
    WordEdit("Sở xây dựng tiêu chuẩn, thông số", "delete", "", "", "remark"),
    WordEdit(
        "Kết quả giám sát hoạt động của hai",
        "insert",
        "",
        "Đề nghị bổ sung đánh giá hiệu quả hoạt động của hai trung tâm.",
        "remark",
    ),
    WordEdit("Phóng viên báo chí, thường trú", "insert", "", "Không có phóng viên nào bị xử lý vi phạm.", "remark"),
    WordEdit("Báo chí tăng cường tuyên truyền bảo đảm", "move", "", "Các tuyến tin, bài khách quan", "remark"),
    WordEdit("Lịch tiếp công dân định kỳ", "move", "", "Các văn bản được phổ biến", "remark"),
    WordEdit("Thanh toán trực tuyến dịch vụ công", "split", "đã được thực hiện theo quy định,", "", ""),
    WordEdit("Hệ thống camera giúp kịp thời", "join", "", "", ""),
    # what is said of them
    WordEdit(
        "Việc trao đổi, xử lý văn bản trên môi trường", "comment", "trừ văn bản mật", "Đề nghị nêu rõ căn cứ.", "remark"
    ),
    WordEdit(
        "Toàn tỉnh hiện có 87 cán bộ", "comment", "cán bộ, công chức, viên chức", "Số này đã gồm cấp xã chưa?", "remark"
    ),
    WordEdit(
        "Cổng thông tin điện tử tỉnh đã nâng cấp",
        "comment",
        "Công an tỉnh",
        "Anh Tuấn kiểm tra lại với Công an tỉnh.",
        "remark",
    ),
    WordEdit(
        "Toàn tỉnh có 02 doanh nghiệp",
        "comment",
        "02 doanh nghiệp",
        "Chỉ tính doanh nghiệp có trụ sở tại tỉnh?",
        "remark",
    ),
    WordEdit(
        "Các cơ sở in, xuất bản, phát hành",
        "comment",
        "chưa có trường hợp vi phạm",
        "Xác minh với Thanh tra Sở.",
        "remark",
    ),
    # headings, names and days of tables, each a cell of a row
    words("I. Công tác chỉ đạo, điều hành", "Công tác chỉ đạo", "Công tác lãnh đạo, chỉ đạo", "row"),
    words("2. Lĩnh vực Công nghệ thông tin", "Lĩnh vực", "Về lĩnh vực", "row"),
    words("UBND tỉnh Ninh Thuận", "UBND tỉnh", "Ủy ban nhân dân tỉnh", "row"),
    words("Kiểm điểm công tác chỉ đạo", "6 tháng đầu năm 2024", "nửa đầu năm 2024", "row"),
    words("476/STTTT-TTBCXB", "28/02/2024", "29/02/2024", "row"),
    words("GIÁM ĐỐC", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "row"),
    words("Đào Xuân Kỳ", "Kỳ", "Kỷ", "row"),
    words("- Sở Nội vụ", "Nội vụ", "Tài chính", "row"),
    words("Tổ chức Hội thi tin học trẻ tỉnh Ninh", "tin học", "Tin học", "row"),
    words("Tháng 02/2024", "Tháng 02/2024", "Tháng 3/2024", "row"),
    # threads, and answers to what is asked in comments
    WordEdit("Toàn tỉnh hiện có 87 cán bộ", "reply", "đã gồm cấp xã chưa", "Đã gồm cả cấp xã.", "reply"),
    WordEdit("Toàn tỉnh hiện có 87 cán bộ", "reply", "đã gồm cấp xã chưa", "Cảm ơn, đã rõ.", "reply"),
    WordEdit("Toàn tỉnh", "reply", "PH3:", "Thiếu 500 thuê bao vệ tinh.", "answer"),
    WordEdit("Toàn tỉnh", "answer", "PH5:", "Gồm 400 hồ sơ kỳ trước chuyển sang.", "answer"),
    # marks by hand: words crossed out are taken out, highlighted ones are to be looked at
    WordEdit("Các chỉ tiêu phát triển ngành, sản", "strike", " của cả kỳ", "", "sentence"),
    WordEdit("Sở còn tham mưu UBND tỉnh", "highlight", "Báo cáo kết quả chuyển đổi số", "Được tô màu", "remark"),
)
