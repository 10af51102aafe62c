slips = edition.frame("waiting")
waiting, by_site = slips["thoi_gian_cho"], slips.groupby("co_so")["thoi_gian_cho"].median()
prose(
    f"Thời gian chờ trung vị là {waiting.median():.1} phút, trung bình {waiting.mean():.1} phút, độ lệch chuẩn {waiting.std():.1} phút; "
    f"chín phần mười số phiếu chờ không quá {waiting.quantile(0.9):.1} phút; khoảng biến thiên {waiting.max() - waiting.min():unit}.",
    f"Trung bình của các trung vị lớn là {by_site.nlargest(3).mean():.1} phút.",
)
# %%
charts.custom(
    lambda axes, numbers: axes.plot(range(len(numbers)), list(numbers), "o"),
    by_site,
    "Thời gian chờ trung vị, mỗi cơ sở một điểm",
    name="waiting",
    unit="phút",
)
# %%
charts.bars(by_site, "Thời gian chờ trung vị theo cơ sở", name="ranked", unit="phút", spec=".1")
