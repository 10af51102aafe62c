"""Helpers of this department's own."""

from helpers.editions import Edition


def use_of_beds(edition: Edition, days: int):
    """The days of treatment of each site over what its beds could give: a figure of each."""
    beds, treated = (edition.figures("beds", column, by="co_so") for column in ("giuong_thuc_ke", "ngay_dieu_tri"))
    return treated / (beds * days)
