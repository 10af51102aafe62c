"""A third hold-out wave of what is left over in 2025-H1, and of what may stand there, written before anything was tried."""

LEFT_IN_2025_H1 = [
    "Sở tuyên truyền kết quả đại hội Đảng bộ tỉnh.",
    "Tiến độ giải ngân còn chậm.",
    "Một số xã báo cáo chưa kịp thời.",
    "Tuần qua, Sở đã kiểm tra các điểm bưu điện văn hóa xã.",
    "Cơn bão Yagi làm hư hỏng các trạm BTS.",
    "Sau ba năm thực hiện, nghị quyết đã đi vào cuộc sống.",
    "Từ đầu năm đến ngày 28/5, Sở đã tiếp nhận các kiến nghị.",
    "Kết quả này cao gấp đôi cùng kỳ.",
    "Trong 5 tháng đầu năm, doanh nghiệp nộp ngân sách đầy đủ.",
    "Sở nộp báo cáo trước 17 giờ thứ Năm.",
    "Ban Chỉ đạo 35 tỉnh đã họp phiên thứ nhất.",
    "Chuyên viên Trần Thị Mai là đầu mối của Sở.",
    "Dịch COVID-19 đã được kiểm soát.",
    "Sở bảo đảm đường truyền phục vụ SEA Games.",
    "Kỳ thi tốt nghiệp trung học phổ thông vừa kết thúc.",
    "Bão số 3 đã gây mất liên lạc.",
    "Hội thi lần thứ nhì thu hút đông đảo học sinh.",
    "Quý I, doanh thu bưu chính giảm nhẹ.",
    "Lãnh đạo Sở mới được bổ nhiệm.",
    "Giá trị hợp đồng là 1.2 tỷ đồng.",
    "Báo cáo này thay thế báo cáo đã gửi hôm qua.",
    "Việc cấp đổi đã hoàn thành trước khi sáp nhập tỉnh.",
    "Số vụ vi phạm chỉ còn một nửa.",
]

INNOCENT = [
    "Hội thi được tổ chức vào đúng rằm tháng Giêng.",
    "Thời gian tới, Sở tiếp tục phối hợp với các đơn vị.",
    "Năm nay, Sở tiếp tục rà soát các hệ thống.",
    "Sở góp phần vào tăng trưởng của ngành.",
    "Sở duy trì tốc độ tăng trưởng của doanh thu bưu chính.",
    "Trong thời gian tới, các đơn vị tiếp tục thực hiện nhiệm vụ được giao.",
    "Sở chuẩn bị nội dung phục vụ công tác chuyên môn.",
]
