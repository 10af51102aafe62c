"""What changed between two versions: named exactly by ids, from cause to effect, for the terminal, a page and Word."""

from __future__ import annotations

import json
import shutil
import time

import pytest
from conftest import Built, Checkout, briefing, to_build_again
from data_edits import append, change
from version_diff import difference

STORY = (  # the last minute: three numbers and one sentence
    change("licences", "newsletter,5", "newsletter,6"),
    change("base_stations", "3G,4040", "3G,4380"),
    change("base_stations", "4G,4380", "4G,4040"),
    change("statements", "{'4G'} đã phủ đến", "{'4G'} phủ đến"),
)


@pytest.fixture(scope="module")
def story(four_sections: Built, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The edition of few sections, and its version after the last minute."""
    folder = tmp_path_factory.mktemp("story")
    shutil.copytree(four_sections.data.parent / "notebooks", folder / "notebooks")
    data, out, _ = to_build_again(four_sections, folder)
    return rebuild(Built(out / "2031-Q3", data, four_sections.ran), *STORY)


def rebuild(built: Built, *edits) -> Built:
    for edit in edits:
        edit(built.data)
    ran = briefing("build", "--data", built.data, "--out", built.folder.parent, "--format", "html")
    assert ran.code == 0, ran.err
    return Built(built.folder, built.data, ran)


def changes(built: Built, *versions: str):
    return difference(built.data, built.folder.parent, *versions)


def short(found) -> list[tuple]:
    """Each effect with its causes, in short."""
    told = ("section", "where", "old", "new")
    return [(*(getattr(each, name) for name in told), [cause.place for cause in each.causes]) for each in found.effects]


PLACE = "base_stations.stations(generation='{}')"
FIBRE = "Hạ tầng truyền dẫn cáp quang phục vụ internet băng rộng cố định và truy nhập internet 3G, 4G{} phủ đến 100% thôn có dân cư của tỉnh."
LICENSED = (
    "Trong kỳ, Sở tham mưu cấp qua dịch vụ công 09 giấy phép xuất bản tài liệu không kinh doanh, {} giấy phép xuất bản "
    "bản tin địa phương và 02 giấy phép họp báo trong nước, tổng cộng {} giấy phép."
)
CHART = "Trạm BTS theo thế hệ mạng (trạm)"
STATIONS = (
    "Toàn tỉnh có 12.090 trạm thu phát sóng di động (BTS), gồm 3.295 trạm 2G, {} trạm 3G, {} trạm 4G và 375 trạm 5G, tại 3.370 "
    "vị trí, trong đó 1.100 vị trí cột ăng-ten sử dụng chung; 45 trạm điều khiển (BSC)."
)


FIBRE_ID = "fibre-1"


def test_the_last_minute_is_named_exactly_with_its_effects(story):
    found = changes(story, "1", "2")
    assert [(cause.place, cause.old[:5], cause.new[:5]) for cause in found.causes] == [
        (PLACE.format("3G"), "4040", "4380"),
        (PLACE.format("4G"), "4380", "4040"),
        ("licences.licences(licence='newsletter')", "5", "6"),
        (f"statements.text(id='{FIBRE_ID}')", "Hạ tầ", "Hạ tầ"),
    ]
    both = [PLACE.format("3G"), PLACE.format("4G")]
    assert short(found) == [
        ("I.3.2", "", FIBRE.format(" đã"), FIBRE.format(""), [found.causes[3].place]),
        ("I.3.2", "", STATIONS.format("4.040", "4.380"), STATIONS.format("4.380", "4.040"), both),
        ("I.3.2", f"{CHART} · 3G · Trạm", "4.040", "4.380", [PLACE.format("3G")]),
        ("I.3.2", f"{CHART} · 4G · Trạm", "4.380", "4.040", [PLACE.format("4G")]),
        ("I.5", "", LICENSED.format("05", 16), LICENSED.format("06", 17), [found.causes[2].place]),
    ]
    assert found.effects[0].id == FIBRE_ID


def test_the_command_says_it_by_section(story):
    out = story.folder.parent
    said = briefing("diff", "--data", story.data, "--out", out).out.splitlines()
    assert "2031-Q3, version 1 (" in said[0] and "→ 2031-Q3, version 2 (" in said[0]
    assert said[0].endswith("4 change(s) of what it is made of, 5 of what it says, in 2 section(s)")
    assert [line for line in said if line and line[0] != " "][1:] == [
        "I.3.2 Viễn thông",
        "I.5 Cấp giấy phép xuất bản, họp báo, thông tin điện tử",
    ]
    assert "    Trạm BTS theo thế hệ mạng (trạm) · 4G · Trạm: [-4.380-] {+4.040+}" in said
    same = briefing("diff", "2", "2", "--data", story.data, "--out", out).out
    assert same.rstrip().endswith("nothing changed")


@pytest.mark.slow
def test_thousands_of_changed_rows_are_compared_in_seconds(small):
    """Each effect was held against each cause, and each cause read the corrections again."""
    path = small.folder / "data" / "visits.csv"
    rows = path.read_text(encoding="utf-8")
    append("codes", *(f"branch,b{n},{n},Điểm {n}" for n in range(1, 3301)))(path.parent)
    for visits in (1, 2):
        many = "".join(f"2030-Q3,b{n},adult,{visits},I.1\n" for n in range(1, 3301))
        path.write_text(rows + many, encoding="utf-8")
        assert (ran := small.briefing("build", "--format", "html")).code == 0, ran.err
    begun = time.monotonic()
    ran = small.briefing("diff", "1", "2", "--json")
    assert ran.code == 0 and time.monotonic() - begun < 20, ran.err
    found = json.loads(ran.out)
    assert (
        len(found["causes"]) == 3300
        and found["causes"][0]["place"] == "visits.visits(branch='b1', reader='adult', period='2030-Q3')"
    )


def test_a_correction_an_acceptance_and_a_row_say_who_and_why(rebuilt):
    data, out, _ = rebuilt
    built = Built(out / "2031-Q3", data, None)
    rebuild(built, change("licences", "newsletter,5", "newsletter,55"))
    rebuild(
        built,
        append(
            "corrections",
            "2031-Q3,licences.licences(licence='newsletter'),55,5,Gõ thừa một chữ số,Văn phòng,2031-10-02",
        ),
    )
    (cause,) = changes(built, "2", "3").causes
    assert (cause.old, cause.new, cause.by, cause.reason) == (
        "55",
        "5",
        "Văn phòng",
        "Gõ thừa một chữ số",
    )
    assert {effect.section for effect in changes(built, "2", "3").effects} == {"I.5"}
    rebuild(built, change("licences", "2031-Q3,press_conference,2,I.5\n", ""))
    found = changes(built, "3", "4")
    assert [(cause.place, cause.old, cause.new) for cause in found.causes] == [
        ("licences(licence='press_conference')", "press_conference, 2", "")
    ]
    assert found.effects and all(effect.causes == found.causes for effect in found.effects)


def test_a_finding_that_came_is_told_with_its_cause(rebuilt):
    data, out, _ = rebuilt
    found = changes(rebuild(Built(out / "2031-Q3", data, None), change("base_stations", "4G,4380", "4G,4000")))
    findings = {
        effect.where: (effect.old, effect.new, len(effect.causes)) for effect in found.effects if not effect.section
    }
    control = "Trạm BTS: báo cáo nêu 12.090 trạm, cộng các phần được 11.710 trạm (Lỗi)"
    rule = "Số trạm BTS của cơ sở dữ liệu phải bằng số trạm trên địa bàn: 12.090 trạm, khác 11.710 trạm (Cần xem)"
    assert findings == {"base_stations_total": ("", control, 1), "stations_database": ("", rule, 1)}


def test_a_judgment_that_a_finding_silences_is_told_with_what_made_the_finding(rebuilt_whole):
    """Two numbers of services without their totals: nobody knows which level has fewest."""
    data, out, _ = rebuilt_whole
    edits = (
        change("online_services", "commune,full,80", "commune,full,90"),
        change("online_services", "commune,partial,270", "commune,partial,290"),
    )
    found = changes(rebuild(Built(out / "2031-Q3", data, None), *edits))
    (silenced,) = [effect for effect in found.effects if "Cấp xã mới có" in effect.old]
    assert "Cấp xã" not in silenced.new
    assert sorted(cause.place for cause in silenced.causes) == [
        "online_services.services(level='commune', kind='full')",
        "online_services.services(level='commune', kind='partial')",
    ]


@pytest.mark.slow
def test_words_of_a_helper_stand_apart_from_data(tmp_path):
    """A helper that words a trend otherwise: effects in several places, none of them explained by data."""
    checkout = Checkout.make(tmp_path / "checkout", program=True)
    assert checkout.briefing("build", "--out", tmp_path / "out", "--format", "html").code == 0
    helper = checkout.folder / "src" / "helpers" / "values" / "vietnamese.py"
    helper.write_text(
        helper.read_text(encoding="utf-8").replace('return "tăng" if', 'return "tăng thêm" if'), encoding="utf-8"
    )
    assert checkout.briefing("build", "--out", tmp_path / "out", "--format", "html").code == 0
    found = difference(checkout.folder / "data", tmp_path / "out", "1", "2")
    assert [cause.place for cause in found.causes] == ["helpers/values/vietnamese.py"]
    assert len(found.effects) > 5 and all(effect.causes == found.causes for effect in found.effects)
    notebook = checkout.folder / "notebooks" / "13_publishing.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8").replace("tổng cộng", "cộng"), encoding="utf-8")
    assert checkout.briefing("build", "--out", tmp_path / "out", "--format", "html").code == 0
    found = difference(checkout.folder / "data", tmp_path / "out", "2", "3")
    assert short(found) == [
        (
            "I.5", "", LICENSED.format("05", 16), LICENSED.format("05", 16).replace("tổng cộng", "cộng"),
            ["notebooks/13_publishing.ipynb"],
        )
    ]  # fmt: skip
