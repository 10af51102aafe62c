"""What somebody does to a report in LibreOffice Writer itself, written down with what must come of it before anything read it."""

from __future__ import annotations

from typing import NamedTuple

from word_edits import WordEdit


class InLibreOffice(NamedTuple):
    """section, quoted, said: of the remark that it becomes; kind: as what it is told, "" where nothing was said (see `Further`)."""

    edit: WordEdit
    section: str
    quoted: str
    said: str
    kind: str

    @property
    def name(self) -> str:
        return f"{self.edit.how}, {self.edit.at}"


def edit(at: str, how: str, old: str, new: str, *told: str) -> InLibreOffice:
    return InLibreOffice(WordEdit(at, how, old, new, ""), *told)


IN_LIBREOFFICE = (
    edit("Bám sát chỉ đạo", "replace", "đã triển khai", "đã tổ chức", "I.1", "Bám sát chỉ", "Sở đã tổ chức nhiệm vụ", "sentence"),
    edit("Hồ sơ của Văn phòng Đăng ký", "replace", "thống kê riêng", "tính riêng", "I.2.7", "Hồ sơ của", "tính riêng", "sentence"),
    edit("Tổng băng thông đạt", "replace", "390", "400", "I.2.2", "Tổng băng thông", "390 bị gõ đè thành 400", "number"),
    edit("Tỉnh có 858 dịch vụ", "replace", "377", "378", "I.2.7", "Tỉnh có 858", "377 bị gõ đè thành 378", "number"),
    edit("45.918", "replace", "45.918", "45.981", "I.2.7", "45.918", "45.918 bị gõ đè thành 45.981", "number"),
    edit("Tường lửa", "replace", "Tường lửa", "Thiết bị tường lửa", "I.2.2", "Tường lửa", "Thiết bị tường lửa", "row"),
    edit("2.3. Phát triển nguồn", "replace", "nguồn dữ liệu", "dữ liệu số", "I.2.3", "nguồn dữ liệu", "dữ liệu số", "sentence"),
    edit("Nền tảng khảo sát VNForm", "delete", "", "", "I.2.7", "Nền tảng khảo sát VNForm", "Bỏ", "remark"),
    edit("Phóng viên báo chí", "insert", "", "Không có ai bị xử lý.", "I.4.5", "", "Thêm: “Không có ai bị xử lý.”", "remark"),
    edit("Hệ thống quan trắc môi", "row goes", "Hệ thống", "", "I.2.5", "Hệ thống quan trắc môi trường", "Bỏ", "remark"),
    edit("Hệ thống giám sát mạng", "row comes", "Hệ thống", "Máy phát điện", "I.2.2", "", "Thêm: “Máy phát điện”", "remark"),
    edit("Chào mừng Ngày Sách", "note", "Ngày Sách", "Theo Sở Văn hóa.", "I.5", "", "Thêm: “Theo Sở Văn hóa.”", "remark"),
    edit("Toàn tỉnh có 02 doanh", "comment", "02", "Chỉ ở tỉnh?", "I.3.1", "02", "Chỉ ở tỉnh?", "remark"),
    edit("Đã thành lập 446", "everywhere", "số cộng đồng", "số ở cơ sở", "I.2.6", "Đã thành lập 446", "số ở cơ sở", "told"),
    edit("Các cơ sở in, xuất bản", "bold", "phát hành", "", "", "Các cơ sở in, xuất bản", "", ""),
)  # fmt: skip
