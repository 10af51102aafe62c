"""Words of Vietnamese that can grow old or judge: numbers, times, words for all and most, and what is no word of it at all.

The patterns are for texts in small letters: without a flag for both cases they take a third of the time.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

FIGURE, DOCUMENT = "\u25a0", "\u25a1"  # stand where a figure is printed, where a document is cited
PLACE = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}")  # where a figure is printed, in a text that is typed

_DIGITS = (
    "một|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười|mươi|trăm|nghìn|ngàn|vạn|chục|nửa|rưỡi|triệu"  # "năm" is a year, too
)
NUMERAL = re.compile(
    rf"\b(?:{_DIGITS})(?:\s+(?:{_DIGITS}|linh|lẻ|không|năm|lăm|mốt|tư|phần))*\b|\btháng\s+tư\b|\bgấp\s+đôi\b|\bmùng\s+\w+",
)
DIGITS = re.compile(r"[^\s■□]*[\d²³][^\s■□]*")
ROMAN = re.compile(r"(?<!\w)[IVXLC]+(?!\w)")

IDIOM = re.compile(  # constructions in which such words count, date and judge nothing
    r"\bvừa [^.;,]{1,40}?\bvừa\b|\b(?:nhỏ và vừa|vừa và nhỏ|vừa (?:phải|đủ|sức))\b"
    r"|(?:^|(?<=[.;:,] ))thứ (?:nhất|hai|ba|tư|năm|sáu|bảy)(?= là\b|, (?!\d|ngày))"
    r"|\bmỗi [^.;,]{1,20}? một\b|\bsang kỳ sau\b",
)
VAGUE = re.compile(  # times that hold on the day of writing only
    r"\b(?:mới đây|vừa(?: (?:qua|rồi|mới))?|gần đây|cách đây|hôm (?:nay|qua|kia)|ngày mai|nay mai|rồi đây|sắp tới|sang năm"
    r"|cả năm|lâu nay|mới (?:ra mắt|(?:được |đi )?(?:thành lập|khai trương|ban hành|công bố|ký|vào|đưa vào|nâng cấp|bàn giao))"
    r"|đang (?:chờ|trình)|(?:trước|sau|giáp) (?:tết|đại hội)"
    r"|hiện (?:nay|tại)(?![^.;]*■)"  # a number beside it is that of its cut-off day
    r"|(?:(?:nhiệm |mấy |những )?(?:tuần|tháng|quý|năm|kỳ|khóa)|lần|đợt|giai đoạn|những ngày)"
    r" (?:trước|sau|tới|ngoái|kia|(?:đã )?qua|nay|rồi|ấy)(?! ■)|lần(?: (?!thứ)\w+){1,3} trước"
    r"|(?:tuần|tháng|quý|năm|nhiệm kỳ|khóa) này|giữa năm|(?:đầu|giữa|cuối) (?:tuần|tháng|quý|nhiệm kỳ)"
    r"|mùa (?:xuân|hạ|hè|thu|đông)|sẽ|dự kiến)\b",
)
AHEAD = ("sẽ", "dự kiến")  # said of tasks to come, they are in their place

JUDGING = re.compile(  # words that judge, or that count all or none of something: what numbers have to bear out
    r"\b(?:tất cả|toàn bộ|toàn thể|đầy đủ|đều|mọi|cả (?:hai|ba|bốn)|duy nhất|(?:hoàn thành|xong) hết|(?:cập nhật )?xong"
    r"|nhất|(?:dẫn|đứng|đi) đầu|dẫn dắt|hàng đầu|tiên phong|vượt (?:trội|bậc)|nổi trội|kỷ lục|bứt phá|thứ hạng|cuối bảng"
    r"|ngôi (?:đầu|đầu bảng|nhất)|về đích|xuất sắc|tuyệt đối(?! (?:không|tuân|chấp|trung|bí|cấm))"
    r"|sụt|nhích|đi (?:lên|xuống|ngang)(?! (?:các|cơ sở|địa bàn|xã|thôn|qua))|ngang (?:với|bằng)|giữ nguyên|không (?:thay )?đổi"
    r"|(?:phục|hồi) (?:phục|hồi)(?! (?:dữ liệu|hệ thống|sau sự cố))|khởi sắc|gấp (?:bội|nhiều|mấy)"
    r"|xếp(?: (?:hạng|loại|thứ|vị trí))*+(?! ■)|(?:tăng|thăng|tụt|lên|xuống|giữ) (?:hạng|bậc)|tốp|nhóm đầu"
    r"|đã (?:được )?(?:hoàn thành|hoàn tất)(?![^.;]*■)"  # a number behind it says how much
    r"|(?:trễ|chậm) (?:thời )?hạn|chậm (?:tiến độ|trễ)"
    r"|đa số|phần lớn|hầu hết|ít|hơn|tăng(?: mạnh| nhẹ| nhanh)?|giảm(?: mạnh| nhẹ| nhanh)?|ổn định|còn thấp|còn cao"
    r"|(?:chưa |không )?(?:đạt và vượt|vượt)|(?:chưa |không )?đạt (?:và vượt |được )?(?:kế hoạch|chỉ tiêu|mục tiêu|yêu cầu)"
    r"|chưa đạt|(?:đúng|sớm|trong|trước|quá) (?:thời )?hạn|(?:đúng|(?:bảo|đảm) (?:bảo|đảm)(?: theo)?) (?:thời gian|tiến độ)|lần đầu(?: tiên)?|chính thức|xấp xỉ"
    r"|(?:dưới|trên|gần|khoảng|ít nhất|tối thiểu|tối đa)(?= [■\d])"
    r"|(?:không|chưa) (?:có|còn|phát sinh|ghi nhận|nhận|phát hiện|để xảy ra|xảy ra)|(?:không|chưa)\b[^.;,:]{1,60}? nào)\b",
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
