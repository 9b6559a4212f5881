"""deskbook_site.charts: numbers as pictures that need no colour."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import Figure, Point, Share, Span
from deskbook_site.charts import bars, line

NAME = "{http://www.w3.org/2000/svg}"
shares = st.integers(0, 900).flatmap(lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole)))
times = st.builds(
    lambda time, share: Span(time, share.part, share.whole),
    st.none() | st.timedeltas(timedelta(), timedelta(900)),
    shares,
)
values = st.one_of(shares, times)


def figure(what: str, held: list[Share] | list[Span]) -> Figure:
    return Figure(what, tuple(Point(date(2026, 1, 1) + timedelta(days=31 * n), value) for n, value in enumerate(held)))


figures = st.builds(
    figure,
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40),
    st.one_of(st.lists(shares, min_size=1, max_size=12), st.lists(times, min_size=1, max_size=12)),
)


def tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314  our own


def rate(*values: Share | Span, days: int = 31) -> Figure:
    return Figure(
        "tickets linked", tuple(Point(date(2026, 1, 31) + n * timedelta(days=days), v) for n, v in enumerate(values))
    )


@given(figures)
def test_a_chart_is_well_formed_stays_in_its_frame_and_has_one_line(figure: Figure) -> None:
    """Whatever the numbers and the words: no blank line, at which Markdown would end the block, and no mark outside."""
    html = line(figure, 1)

    assert "\n" not in html
    for svg in tree(html).iter(f"{NAME}svg"):
        _, _, width, height = map(float, svg.attrib["viewBox"].split())
        for mark in svg.iter():
            for x, y in [("x", "y"), ("cx", "cy"), ("x1", "y1"), ("x2", "y2")]:
                assert 0 <= float(mark.get(x, "0")) <= width
                assert 0 <= float(mark.get(y, "0")) <= height


@given(st.lists(st.tuples(st.text(st.characters(blacklist_categories=("Cs", "Cc"))), values), max_size=20))
def test_bars_are_well_formed_and_no_longer_than_the_whole(rows: list[tuple[str, Share | Span]]) -> None:
    """A dozen at most; no bar reaches past the outline of a whole."""
    html = bars("T", rows, 1)
    if html:
        found = [float(mark.attrib["width"]) for mark in tree(html).iter(f"{NAME}rect")]
        assert "\n" not in html
        assert 2 <= html.count('class="db-chart__bar"') <= 12
        assert all(0 <= width <= 230 for width in found)


def test_those_who_hear_the_page_get_every_number() -> None:
    """The picture has a role, a title and a description; the numbers stand in a table, too."""
    html = line(rate(Share(1, 4), Share(3, 4)), 7)
    (svg,) = tree(html).iter(f"{NAME}svg")
    ids = svg.attrib["aria-labelledby"].split()
    told = {mark.attrib["id"]: mark.text for mark in svg if "id" in mark.attrib}

    assert svg.attrib["role"] == "img"
    assert [told[one] for one in ids] == [
        "Trend of tickets linked",
        "31 January 2026: 1 of 4 (25%); 3 March 2026: 3 of 4 (75%)",
    ]
    assert "<td>31 January 2026</td><td>1 of 4 (25%)</td>" in html


def test_values_stand_beside_their_points_and_never_over_one_another() -> None:
    """The first, the last, the highest and the lowest, unless a neighbour has its own."""
    html = line(rate(*(Share(part, 100) for part in (50, 51, 90, 40, 10, 45, 44))), 1)
    texts = [mark for mark in tree(html).iter(f"{NAME}text") if mark.get("class") is None]

    assert [mark.text for mark in texts] == ["50%", "90%", "10%", "44%"]
    assert all(float(b.attrib["x"]) - float(a.attrib["x"]) >= 50 for a, b in pairwise(texts))


def test_a_share_is_measured_against_all_and_a_time_against_the_longest() -> None:
    """Half of a share is half way up; so is half of the longest time. Where there is no value the line breaks."""
    for figure in (
        rate(Share(1, 2), Share(0, 0), Share(1, 2), Share(1, 1)),
        rate(
            Span(timedelta(hours=2), 1, 1),
            Span(None, 0, 1),
            Span(timedelta(hours=2), 1, 1),
            Span(timedelta(hours=4), 1, 1),
        ),
    ):
        lines = [mark.attrib["points"].split() for mark in tree(line(figure, 1)).iter(f"{NAME}polyline")]
        heights = [[float(place.split(",")[1]) for place in stretch] for stretch in lines]
        assert heights == [[58.0], [58.0, 20.0]]


def test_days_have_months_or_dates_below_them() -> None:
    """Ends of months by their names; weeks by every third day, the last one included."""
    weekly = line(rate(*[Share(1, 2)] * 5, days=7), 1)
    found = [mark.text for mark in tree(weekly).iter(f"{NAME}text") if mark.get("class") == "db-chart__date"]

    assert found == ["7 Feb", "28 Feb"]
    assert ">Jan</text>" in line(rate(Share(1, 2), Share(1, 2)), 1)


def test_what_has_no_past_has_no_line() -> None:
    """One point is a number; one bar, or none that can be drawn, is no chart."""
    assert "<svg" not in line(rate(Share(1, 2)), 1)
    assert "1 of 2 (50%)" in line(rate(Share(1, 2)), 1)
    assert bars("T", [("a", 1), ("b", "text"), ("c", Share(0, 0))], 1) == ""


def test_the_part_is_filled_and_the_whole_is_outlined() -> None:
    """So that no colour has to tell them apart; long labels are cut, and how many rows were left out is said."""
    html = bars("Coverage", [("x" * 80, Share(1, 4))] * 13, 2)

    assert html.count('class="db-chart__whole"') == html.count('class="db-chart__bar"') == 12
    assert 'class="db-chart__bar" x="0.5" y="15" width="57.5"' in html
    assert f">{'x' * 55}…</text>" in html
    assert "Coverage; the first 12 of 13 rows. The table below has every number." in html
