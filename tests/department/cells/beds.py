from ours import use_of_beds

# %%
planned, actual = (edition.figures("beds", column, by="co_so") for column in ("giuong_ke_hoach", "giuong_thuc_ke"))
use = use_of_beds(edition, 90)
# %%
charts.bars(
    use * 100,
    "Công suất sử dụng giường bệnh theo cơ sở",
    name="use",
    unit="%",
    spec=".1",
    title=highest(use * 100, lambda site, rate: f"{site} có công suất lớn nhất: {rate:.1}%"),
)
# %%
charts.bars(
    pd.DataFrame({"Kế hoạch": planned, "Thực kê": actual}),
    "Giường kế hoạch và giường thực kê",
    name="beds",
    unit="giường",
)
# %%
charts.bars((actual - planned) / planned, "Giường thực kê so với kế hoạch", name="beyond", unit="%", spec="+.2%")
