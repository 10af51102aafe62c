"""Quy tắc riêng của báo cáo này, khi một dòng của data/rules.csv không nói được: mỗi quy tắc là một hàm.

from helpers.audit.custom_checks import check


@check(severity="warning", kind="format")
def counts_named(records):
    "Mỗi chỉ tiêu phải có tên"
    for line, row in records["counts"].items():
        wrong = "" if row["label"] else f"chỉ tiêu {row['item']} chưa có tên"
        yield f"item={row['item']}", [("counts", line, "label")], wrong
"""
