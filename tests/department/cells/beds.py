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
    title=charts.highest(use * 100, "{label} có công suất lớn nhất: {figure:.1}%"),
)
# %%
charts.grouped(
    pd.DataFrame({"Kế hoạch": planned, "Thực kê": actual}),
    "Giường kế hoạch và giường thực kê",
    name="beds",
    unit="giường",
)
# %%
charts.changes((actual - planned) / planned, "Giường thực kê so với kế hoạch", name="beyond")
