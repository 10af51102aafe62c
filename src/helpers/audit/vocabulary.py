"""Words of Vietnamese that can grow old or judge: numbers, times, words for all and most, and what is no word of it at all.

The patterns are for texts in small letters: without a flag for both cases they take a third of the time.
"""

import re
import unicodedata
from functools import cache

FIGURE, DOCUMENT = "\u25a0", "\u25a1"  # stand where a figure is printed, where a document is cited
PLACE = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")  # where a figure is printed, in a text that is typed

_DIGITS = "một|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười|mươi|trăm|nghìn|ngàn|vạn|chục|nửa|rưỡi|triệu|tỷ(?! (?:lệ|trọng|số|giá|suất))"  # "năm" is a year, too
NUMERAL = re.compile(
    rf"(?<!■ )\b(?!một (?:bộ phận|mặt|số)\b)(?!(?<=phần )trăm)(?:năm (?=trăm|nghìn|ngàn|triệu|tỷ))?(?:{_DIGITS})(?:\s+(?:{_DIGITS}|linh|lẻ|không|năm|lăm|mốt|tư|phần))*\b|\btháng\s+tư\b|\bnăm phần trăm\b|\bthứ nhì\b|\bgấp\s+đôi\b|\bmùng\s+\w+"
    r"|\bđôi\b(?! (?:khi|lúc|bên|co))|\b(?:dăm|vài)\b|(?<!đại )(?<!thiếu )(?<!trung )(?<!thượng )(?<!y )\btá\b|\bcặp\b(?! (?:nhật|kè))",
)
DIGITS = re.compile(r"[^\s■□]*[\d²³][^\s■□]*")
ROMAN = re.compile(r"(?<!\w)[IVXLC]+(?!\w)")

_NONE = (
    r"(?:không|chưa|chẳng) (?:có|còn|ai|từng|hề|bao giờ|phát sinh|ghi nhận|nhận|phát hiện|để xảy ra|xảy ra|(?:bỏ )?sót)"
)
_STEP = (  # what happens on one day: that it is about to, or has just, is true for a while
    r"(?:được )?(?:ra mắt|thành lập|khai trương|ban hành|công bố|ký|vào|đưa|nâng cấp|bàn giao|trình|nghiệm thu|hợp nhất|sáp nhập"
    r"|phê duyệt|vận hành|khởi công|khánh thành|sắp xếp|có hiệu lực)"
)
IDIOM = re.compile(  # constructions in which such words count, date and judge nothing
    r"\bvừa [^.;,]{1,40}?\bvừa\b|\b(?:nhỏ và vừa|vừa và nhỏ|vừa (?:phải|đủ|sức))\b"
    r"|(?:^|(?<=[.;:,] ))thứ (?:nhất|hai|ba|tư|năm|sáu|bảy)(?= là\b|, (?!\d|ngày))"
    r"|(?:, |\()(?:nghìn|ngàn|triệu|tỷ) \w+\)?$"  # the unit of a chart: "Lượt khách, nghìn lượt"
    r"|\bchính quyền (?:địa phương )?hai cấp\b"
    r"|(?<=■ )[^.;,■]{1,40}? trên (?=■)"  # “■ m² trên ■ km”: on so many, or of so many
    r"|^(?:nghìn|ngàn|triệu|tỷ) \w+/[\w ]+$"  # the unit of a column: "Triệu đồng/học viên"
    r"|(?<![\w.,])[kcd]?m[23](?!\w)"  # a unit
    r"|\btăng(?:, | hoặc |/| \(| )giảm\b|\btăng cường\b|\bphân vị thứ (?:nhất|hai|ba)\b"
    rf"|\b(?:trượt|động) (?:{_DIGITS}) (?:ngày|tuần|tháng|quý|kỳ|năm)\b"  # of a moving average
    r"|\b(?:trung bình|bình quân|trung vị)\b[^.;,■\d]{1,40}?\bmột\b(?! (?:phần|số|trăm|nghìn))|\bmỗi (?:(?! có )[^.;,]){1,20}? một\b|\bsang kỳ sau\b|\btrước, trong và sau tết\b"
    rf"|\b(?:một số|nhiều) [^.;,]{{1,40}}? {_NONE}\b[^.;,]*|\bkhông còn (?:phù hợp|hiệu lực)\b"
    r"|\b(?:tốc độ|mức|tỷ lệ|mục tiêu|chất lượng|mô hình|sự|vào|cho|thúc đẩy) tăng trưởng\b(?! (?:mạnh|cao|khá|tốt|nhanh|âm|dương|đều|vượt))"
    r"|\b(?:tăng|giảm) (?:thời (?:lượng|gian)|hiệu|chất|khả|chi phí|tải|áp|phiền|thủ tục|giấy|cước|sức|tính|kỹ|nguy|rủi|gánh|thiểu)",
)
# a time that is told from the day of writing: what it is counted in, and which of them it is
VAGUE = re.compile(
    r"\b(?:mới đây|vừa(?: (?:qua|rồi|mới))?|gần đây|cách đây|(?:hôm|đêm|sáng|chiều|tối|trưa|ngày) (?:nay|qua|kia|mai)|(?:luật|nghị (?:định|quyết)|thông tư) mới|rồi đây|sang năm"
    r"|cả năm|(?:từ |đã )lâu|năm (?:bản lề|cuối|đầu tiên|mới|cũ|học mới)|(?:đầu|cuối) năm học|nhiệm kỳ (?:mới|cũ)"
    rf"|(?:vừa|mới|đang) (?:đi )?{_STEP}|mới (?:nhận|nhậm|được bổ nhiệm)|(?:năm|kỳ|quý|lần) thứ [\w■]+ liên (?:tiếp|tục)|(?:đang|còn) (?:được )?(?:chờ|xin|lấy|thẩm định|chạy thử|thử nghiệm)"
    r"|(?:trước|sau|giáp) (?:tết(?! (?:nguyên đán )?▣)|đại hội)|(?:trước|sau|từ) (?:khi )?(?:sáp nhập|hợp nhất)|(?:kỳ|dịp|đợt) nghỉ lễ|giãn cách"
    r"|(?:\w+ )?(?:đại hội|bầu cử)(?:(?! (?:nhiệm kỳ|khóa) [\w▣]| lần thứ)[^.;,])*(?=[.;,])"  # of which term
    r"|(?:hiện tại|(?<!thực )(?<!thể )(?<!phát )(?<!xuất )(?<!biểu )(?<!tái )(?<!đang )hiện(?= (?:có|còn|đang|đã|chưa|không|vẫn)))(?![^.;]*■)|(?:thời điểm|lúc) này|(?<!đến )(?<!tới )(?<!hiện )(?<!năm )nay(?! là)|hiện nay(?![^.;]*■)"  # a number is of its cut-off day
    r"|(?:(?:nhiệm |mấy |những )?(?:tuần|tháng|quý|năm|kỳ|khóa)|lần|đợt|giai đoạn|những ngày|thời gian|dịp)"
    r" (?:trước|sau|ngoái|kia|(?:đã |vừa )?qua|rồi|vừa rồi|ấy)(?! ■)|lần(?: (?!thứ)\w+){1,3} trước"
    r"|(?:tuần|tháng|quý|năm|nhiệm kỳ|khóa) này|giữa năm|(?:đầu|giữa|cuối) (?:tuần|tháng|nhiệm kỳ)|(?<!tháng )(?:đầu|giữa|cuối) quý"
    r"|(?<!các )(?<!những )(?:cơn|trận|đợt) (?:áp thấp|bão|dịch|gió|hạn|lũ|lụt|mưa|nắng|rét)|mùa (?:xuân|hạ|hè|thu|đông)|(?:dịp|nghỉ|trong) hè|đầu xuân)\b",
)
AHEAD = re.compile(  # the same of what is to come: of tasks to come it is said in its place
    r"\b(?:sẽ|dự kiến|sắp(?! xếp)|nay mai|trong những ngày tới"
    r"|(?:nhiệm kỳ|tuần|tháng|quý|năm|kỳ|khóa|lần|đợt|giai đoạn|những ngày|dịp) tới(?! ■)"
    rf"|chuẩn bị (?:đi )?{_STEP})\b"
)

AIM = re.compile(  # what a task to come is to reach: nothing bears it out yet
    r"(?:(?:tăng|giảm)(?! [^.;]*(?:so với|■))|dứt điểm|tất cả|toàn bộ|đầy đủ|đồng loạt|phủ kín|(?:đúng|trước|trong|sớm) (?:thời )?hạn|(?:đúng|(?:bảo|đảm) (?:bảo|đảm)) (?:thời gian|tiến độ)"
    r"|(?:(?:đạt và )?vượt|đạt (?:và vượt |được )?(?:kế hoạch|chỉ tiêu|mục tiêu|yêu cầu))(?![^.;]*■)|ít nhất|tối thiểu|không để (?:xảy ra|phát sinh|tồn đọng))\b"
)

JUDGING = re.compile(  # words that judge, or that count all or none of something: what numbers have to bear out
    r"\b(?:tất cả|toàn bộ|toàn thể|(?:đầy|đông) đủ|đều|mọi|cả (?:hai|ba|bốn)|duy nhất|(?:hoàn thành|xong) hết|(?:cập nhật )?xong"
    r"|hoàn toàn|dứt điểm|đồng loạt|phủ kín|(?<!rộng )khắp|xóa (?:sạch|trắng|hết)"
    r"|(?<!chậm )nhất|chậm nhất(?! (?:là|vào|trong|ngày|tháng|quý|\d))|(?:dẫn|đứng|đi) đầu|dẫn dắt|hàng đầu|tiên phong|vượt (?:trội|bậc)|nổi trội|kỷ lục|bứt (?:phá|tốc)|thứ hạng(?![^.;]*■)|cuối bảng"
    r"|ngôi (?:đầu|đầu bảng|nhất)|(?:á|quán) quân|vô địch|giải (?:nhì|ba|tư|khuyến khích)"
    r"|về đích|xuất sắc|tuyệt đối(?! (?:không|tuân|chấp|trung|bí|cấm))"
    r"|sụt|nhích|lao dốc|chững|bùng nổ|nhảy vọt|suy giảm|đi (?:lên|xuống|ngang)(?! (?:các|cơ sở|địa bàn|xã|thôn|qua))"
    r"|ngang (?:với|bằng)|giữ nguyên|không (?:thay )?đổi"
    r"|(?:phục|hồi) (?:phục|hồi)(?! (?:dữ liệu|hệ thống|sau sự cố))|khởi sắc|trở lại bình thường|(?:được|đã) (?:kiểm soát|khống chế)|gấp (?:bội|nhiều|mấy)"
    r"|(?<!sắp )xếp(?: (?:hạng|loại|thứ|vị trí))*+(?! ■)|(?:tăng|thăng|tụt|lên|xuống|giữ) (?:hạng|bậc)|tốp|thứ bậc|nhóm (?:đầu|cuối|giữa|khá|tốt|trung bình)|(?:vị trí|hạng) thứ(?! ■)|(?:so với|từ) đầu kỳ|(?:tốt|xấu|kém|cao|thấp|nhanh|chậm|nhiều|khá) (?:lên|đi)"
    r"|đã (?:được |cơ bản )*(?:hoàn thành|hoàn tất)(?![^.;]*■)"  # a number behind it says how much
    r"|(?:trễ|chậm) (?:thời )?hạn(?! ■)|chậm (?:tiến độ|trễ)"
    r"|(?:tuyệt )?đại (?:bộ phận|đa số)|đa số|phần lớn|hầu hết|ít|hơn|tăng(?: mạnh| nhẹ| nhanh)?|giảm(?: mạnh| nhẹ| nhanh)?|ổn định|còn (?:thấp|cao|chậm)|(?:không )?đáng kể|chưa kịp thời"
    r"|(?:chưa |không )?(?:đạt và vượt|vượt)|(?:chưa |không )?đạt (?:và vượt |được )?(?:kế hoạch|chỉ tiêu|mục tiêu|yêu cầu)"
    r"|chưa đạt|(?:đúng|sớm|trong|trước|quá) (?:thời )?hạn(?! ■)|(?:đúng|(?:bảo|đảm) (?:bảo|đảm)(?: theo)?) (?:thời gian|tiến độ)|lần đầu(?: tiên)?|chính thức|xấp xỉ"
    r"|(?:dưới|(?<!■ )trên|gần|khoảng|ít nhất|tối thiểu|tối đa)(?= [■\d])"
    rf"|{_NONE}|chưa (?:được )?(?:thực hiện|hoàn thành|triển khai|phê duyệt|ban hành|bàn giao|trình|nghiệm thu)(?! (?:được|phải|cần|thì))"
    r"|(?:không|chưa)\b[^.;,:]{1,60}? nào)\b",
)

# A syllable without its tone: an initial, one to three vowels, an ending. What is none is foreign, an abbreviation or a slip.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|ph|qu|th|tr|kh|ch|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:nh|ng|ch|[cmnpt])?|[a-zđ]"
)
_TONES = str.maketrans(dict.fromkeys("\u0300\u0301\u0303\u0309\u0323"))
WORD = re.compile(r"[^\W\d_]+")


@cache  # a report has few words, often
def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese.

    >>> [word for word in ("nghiêng", "Quyết", "đường", "TODO", "UBND", "province", "xxx") if is_syllable(word)]
    ['nghiêng', 'Quyết', 'đường']
    """
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return bool(_SYLLABLE.fullmatch(bare)) and (len(word) == 1 or not word[1:].isupper())


# Signs that no finished sentence has: a hole, a note to oneself, a field that broke.
HOLE = re.compile(r"\S*(?:[?…\[\]@#*_<>|\\]|\.{2,}|!)\S*")
NOTE = re.compile(  # what one who writes says to another, or to oneself
    r"\b(?:cần|chờ|nhờ|xin) (?:bổ sung|cập nhật|kiểm tra|xác nhận|sửa|hỏi)(?: lại)? (?:số liệu|câu|đoạn|chỗ)"
    r"|\b(?:chép|lấy) (?:từ|lại|theo) báo cáo|\bđang (?:cập nhật|bổ sung|tổng hợp)(?=[.;,)]| số liệu)"
    r"|\b(?:đoạn|câu|chỗ) này\b|\((?:số (?:lượng|liệu)|(?:tên|ghi|nêu|điền|bổ sung)(?: [^)■□]*)?)\)"
)
