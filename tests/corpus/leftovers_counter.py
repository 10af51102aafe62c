"""What a clerk who opens last year's file and types over it leaves in the words of 2025-H1: ranks, phones, versions, places in the report.

A hold-out wave, written from what such reports say and before the other waves were read; kept as it was written.
"""

LEFT_IN_2025_H1 = [
    "Chỉ số chuyển đổi số của tỉnh xếp hạng 42/63 tỉnh, thành phố.",
    "Đây là năm thứ ba tỉnh triển khai Nghị quyết về chuyển đổi số.",
    "Sở tổ chức các hoạt động chào mừng kỷ niệm 32 năm tái lập tỉnh.",
    "Kênh Zalo của Tổng đài 1022 đã có trên 50 nghìn người quan tâm.",
    "Đường dây nóng tiếp nhận phản ánh: 0259.3822.555.",
    "Việc tắt sóng 2G được thực hiện theo lộ trình trước tháng 9/2024.",
    "Tỷ lệ chuyển đổi sang IPv6 đạt 70%.",
    "Kết quả cụ thể được trình bày tại Bảng 3.",
    "Tình hình xử lý hồ sơ được thể hiện ở Hình 12.",
    "Chi tiết xem trang 14 của báo cáo.",
    "Cơ quan chức năng xử phạt vi phạm hành chính 25.000.000 đồng.",
    "Lượng hồ sơ nộp trực tuyến tăng gấp đôi so với trước khi triển khai.",
    "Số vụ tấn công mạng giảm một nửa.",
    "Cuộc họp bắt đầu lúc 14h30 với sự tham dự của các phòng.",
    "Trong tuần 20, Sở tập trung kiểm tra các điểm bưu điện văn hóa xã.",
    "Sở phục vụ Kỳ họp thứ 17 của HĐND tỉnh khóa XI.",
    "Bộ trưởng Nguyễn Mạnh Hùng đã đến thăm và làm việc với Sở.",
    "Các doanh nghiệp hoàn thành trong quý I/2024.",
    "Sở xây dựng kế hoạch trong hai tháng cuối năm 2024.",
    "Số liệu được tính đến hết ngày 31/5.",
    "Công tác chuyển đổi số đạt kết quả tốt hơn so với thời điểm cuối năm 2023.",
    "Dự án được bố trí vốn giai đoạn 2021-2024.",
    "Đoàn kiểm tra làm việc từ ngày 06 đến ngày 10 tháng 5 năm 2024.",
    "Sở tiếp nhận bàn giao 05 máy chủ từ nhà thầu.",
    "Thời gian xử lý bình quân là 2,5 ngày cho mỗi hồ sơ.",
    "Sở ban hành Quyết định số 78/QĐ-STTTT về kế hoạch kiểm tra.",
    "Trang thông tin của Sở tại stttt.ninhthuan.gov.vn được duy trì.",
    "Cục Viễn thông (Bộ TT&TT) đã có văn bản hướng dẫn.",
    "Sở tham gia Diễn đàn quốc gia về kinh tế số lần thứ 2.",
    "Việc chi trả được thực hiện qua 3 đợt, đợt cuối vào giữa tháng Tư.",
    "Tỉnh có bảy huyện, thành phố đã hoàn thành cổng dữ liệu.",
    "Trạm phát sóng tại xã Phước Chiến được đưa vào khai thác từ ngày 20/4.",
    "Sở cử 02 công chức tham gia lớp bồi dưỡng kéo dài 10 ngày.",
]

IN_NOTEBOOKS = [
    "Bảng trên cho thấy số liệu của 6 tháng đầu năm 2024.",
    "So với 2023, số thuê bao tăng đều.",
    "Trong 65 xã, phường, thị trấn, đa số đã có trạm.",
]

# without a digit: how people say a day, a year, a number, a figure's place or an agency when they do not write it
WITHOUT_DIGITS = [
    "Hội nghị được tổ chức vào sáng hôm qua.",
    "Sở hoàn thành việc cấp tài khoản từ hồi đầu năm Thìn.",
    "Việc kiểm tra được thực hiện vào dịp cuối tuần trước.",
    "Sở trực bảo đảm thông tin trong dịp nghỉ lễ Quốc khánh.",
    "Các đơn vị hoàn thành trước rằm tháng Bảy.",
    "Sở phục vụ Đại hội Đảng bộ tỉnh lần thứ mười bốn.",
    "Hệ thống được nâng cấp đôi ba lần trong kỳ.",
    "Vài chục cơ sở in đã được kiểm tra.",
    "Có hàng trăm ý kiến góp ý gửi về Cổng thông tin điện tử.",
    "Mỗi xã có một tổ công nghệ số cộng đồng.",
    "Cả hai trạm đều hoạt động ổn định.",
    "Sở xếp ở nhóm năm đơn vị đứng đầu.",
    "Sở phối hợp Cục Tần số khu vực bảy kiểm tra thiết bị.",
    "Đài Phát thanh và Truyền hình tỉnh tiếp sóng đầy đủ.",
    "Sở phối hợp Ban Dân vận Tỉnh ủy tuyên truyền.",
    "Sở phối hợp Sở Lao động - Thương binh và Xã hội mở lớp.",
    "Sở phối hợp Sở Giao thông vận tải lắp camera.",
    "Sở phối hợp Ban Dân tộc tỉnh hỗ trợ người dân.",
    "Mobifone và Gmobile đã nâng cấp mạng.",
    "Bộ Tư lệnh 86 hỗ trợ ứng cứu sự cố.",
    "Thứ trưởng Bộ đã chủ trì buổi làm việc với tỉnh.",
    "Tháng Thanh niên, Sở ra quân hướng dẫn người dân.",
]

# not found: they name no figure, and would have to be read beside the page
MISSED = [
    "Kết quả nêu ở hình trên và bảng dưới đây.",
    "Như đã nêu ở phụ lục cuối báo cáo.",
]

INNOCENT = [
    "Sở tiếp tục duy trì kênh tiếp nhận phản ánh của người dân.",
    "Công tác phối hợp giữa các phòng được thực hiện thường xuyên.",
    "Việc cập nhật thông tin lên Cổng được duy trì theo quy định.",
    "Sở đã hướng dẫn các đơn vị rà soát, cập nhật thủ tục hành chính.",
    "Một số điểm còn vướng về thủ tục đầu tư đang được tháo gỡ.",
    "Trong kỳ, Sở tiếp nhận {counts.value(item='petitions'):02} đơn của công dân.",
    "Sở đề nghị UBND tỉnh xem xét, bố trí kinh phí thực hiện.",
    "Từng bước hoàn thiện hạ tầng số phục vụ chính quyền.",
]
