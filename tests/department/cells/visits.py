visits = edition.figures("visits", "luot_kham", by=("co_so", "hinh_thuc"))
charts.bars(visits, "Lượt khám theo cơ sở và hình thức", name="visits", unit="lượt", stacked=True)
# %%
charts.bars(visits, "Tỷ trọng lượt khám theo hình thức", name="shares", share=True)
# %%
before = edition.before("previous")
over = {each.label: each.figure("visits", "luot_kham") for each in (before, edition) if each}
charts.lines(pd.Series(over, dtype="figure"), "Lượt khám qua các kỳ", name="over", unit="lượt")
# %%
charts.bars(
    pd.DataFrame({before.label: before.figures("visits", "luot_kham", by="co_so"), edition.label: visits.sum(axis=1)}),
    "Lượt khám theo cơ sở, so sánh các kỳ",
    name="compared",
    unit="lượt",
) if before else prose("Chưa có số liệu để so sánh lượt khám.")
