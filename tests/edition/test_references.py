"""Charts in the finished document: referred to by the text, numbered, without a title that an open error might turn round."""

import pytest
from lxml import html as lxml_html

from briefing.document.marks import mark
from briefing.document.tree import assemble, check_links
from helpers.errors import NotFinished

REFERENCE = '<span class="chart-ref"> (<a data-chart="{}">Hình</a>)</span>'


def chart(name, title=""):
    return (
        f'<figure class="chart" data-name="{name}"><figcaption>{title}<span class="unit">Theo cấp</span></figcaption>'
        "<svg></svg></figure>"
    )


def document(*cells):
    outputs = "".join(f'<div class="output">{cell}</div>' for cell in cells)
    return assemble(f'<div class="markdown"><h1>I.1. Title</h1></div>{outputs}', {}).body


def test_what_is_folded_is_numbered_last_so_that_paper_lacks_no_number():
    table = '<figure class="table"><figcaption>{}</figcaption></figure>'
    folded = f"<details>{table.format('Khớp')}</details>"
    body = document(table.format("Không khớp"), folded, table.format("Chưa có quy tắc"))
    captions = [" ".join(caption.text_content().split()) for caption in body.iter("figcaption")]
    assert captions == ["Bảng 1. Không khớp", "Bảng 3. Khớp", "Bảng 2. Chưa có quy tắc"]


def test_a_reference_becomes_a_link_to_the_numbered_chart():
    body = document(f"<p>Cấp huyện{REFERENCE.format('late')}.</p>", chart("all"), chart("late"))
    (link,) = body.xpath("//p//a")
    assert (link.get("href"), link.text, link.get("data-chart")) == ("#hinh-2", "Hình 2", None)
    assert body.xpath("string(//p)") == "Cấp huyện (Hình 2)."


def test_an_unknown_chart_stops_the_build_with_section_and_near_names():
    with pytest.raises(
        NotFinished, match=r"section I\.1: no chart has the name 'late_dosier'; there are: late_dossiers\."
    ):
        document(f"<p>Có{REFERENCE.format('late_dosier')}.</p>", chart("late_dossiers"), chart("postal"))
    with pytest.raises(NotFinished, match="two charts have the name 'late'"):
        document(chart("late"), chart("late"))


def test_a_chart_without_figures_in_this_period_is_not_referred_to():
    body = document(f"<p>Cấp huyện{REFERENCE.format('late')}.</p>", '<p class="nothing" data-name="late">Không có.</p>')
    assert body.xpath("string(//p)") == "Cấp huyện."


def test_typed_digits_stop_the_build_in_a_judgment_too():
    with pytest.raises(NotFinished, match="Cao nhất: 12"):
        document('<p><span class="judgment" data-cells="counts:2:value">Cao nhất: 12</span></p>')


FIGURE = '<data data-cells="counts:{0}:value">7</data>'
TITLE = (
    '<span class="says"><span class="judgment" data-cells="counts:2-3:value">Cấp xã nhiều nhất: '
    f"{FIGURE.format(3)}</span> <br></span>"
)


@pytest.mark.parametrize(
    ("article", "left"),
    [
        ('class="finding error" data-suspects="counts:2:value"', False),  # not the printed figure, but compared with it
        ('class="finding error" data-parts="counts:9:value|counts:3:value"', False),
        ('class="finding error" data-suspects="counts:2:value" data-state="accepted"', True),
        ('class="finding warning" data-suspects="counts:2:value"', True),
        ('class="finding error" data-suspects="counts:4:value"', True),
    ],
)
def test_a_judgment_that_an_open_error_might_turn_round_is_not_printed(article, left):
    body = document(
        chart("c", TITLE),
        f'<p>Hai đơn vị.</p><p><span class="judgment" data-cells="counts:2-3:value">Nhiều nhất: {FIGURE.format(3)}.</span></p>',
    )
    body.append(
        lxml_html.fragment_fromstring(
            f'<article {article} data-finding="1"><dl><dd class="printed"></dd></dl></article>'
        )
    )
    mark(body)
    for flag in body.xpath("//sup"):
        flag.drop_tree()
    words = [" ".join(element.text_content().split()) for element in body.xpath("//figcaption | //p")]
    title = ["Hình 1. Cấp xã nhiều nhất: 7 Theo cấp", "Hai đơn vị.", "Nhiều nhất: 7."]
    assert words == (title if left else ["Hình 1. Theo cấp", "Hai đơn vị."])


def test_each_chart_is_referred_to_and_each_reference_leads_to_its_chart(synthetic):
    tree = lxml_html.document_fromstring(synthetic.html)
    charts = {chart.get("id"): chart for chart in tree.xpath("//figure[contains(@class, 'chart')]")}
    links = tree.xpath("//span[@class='chart-ref']/a")
    assert len(charts) >= 12 and {link.get("href").lstrip("#") for link in links} == set(charts)
    for link in links:
        caption = charts[link.get("href").lstrip("#")].xpath("string(figcaption)")
        assert caption.startswith(f"{link.text}.")
    for name, chart in charts.items():
        section = chart.iterancestors("section")
        assert any(f"#{name}" in parent.xpath(".//p//a/@href | .//li//a/@href") for parent in section), name


def test_a_link_to_no_section_stops_the_build():
    cells = '<div class="markdown"><h1>I.1. Title</h1></div><div class="output"><a data-section="{}">x</a></div>'
    check_links(assemble(cells.format("I.1"), {}))
    with pytest.raises(NotFinished, match=r"section I\.1: there is no 'I\.99' to link to"):
        check_links(assemble(cells.format("I.99"), {}))


def test_more_topics_than_letters_are_said():
    cells = '<div class="markdown"><h1>I.1. Title</h1>' + "<h2>Topic</h2>" * 24 + "</div>"
    with pytest.raises(NotFinished, match=r"section I\.1: more than 23 topics"):
        assemble(cells, {})


def test_topics_are_lettered_in_a_section_and_numbered_in_an_appendix():
    """As the form has it: "a)" under "1.", "1." under a title; the annex, which is not sent, has none."""
    cells = '<div class="markdown"><h1>{}</h1><h2>Một</h2><h2>Hai</h2></div>'
    for heading, said in (("I.1. Title", ["a) Một", "b) Hai"]), ("Phụ lục I. Title", ["1. Một", "2. Hai"])):
        topics = assemble(cells.format(heading), {}).body.xpath("//section[@class='topic']")
        assert [topic[0].text_content() for topic in topics] == said
