"""Numbers -> charts, as SVG inside the page.

Our own, because no library at hand makes what a report needs: text that grows with the page and follows its light or dark colours,
shapes that need no colour to be told apart, a title and a description for those who hear the page, and no script. Leather and
pygal draw in fixed colours and label no points; matplotlib, Altair and Plotly bring tens of megabytes or a script of four. What is
needed is a line and some bars.

A chart is 340 units wide, as a telephone is, so that its letters are legible there too; `reports.css` keeps it from growing far.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from deskbook.model import Cell, Figure, Point, Share, Span, span

from .prose import day, month

_WIDTH = 340
_LEFT, _RIGHT = 14, 22
_TOP, _BOTTOM, _HEIGHT = 20, 96, 114
_MONTH = 27  # days: points that far apart are months
_BAR, _ROW = 230, 30
_LONGEST = 56  # characters of a label that fit above a bar
_MOST_BARS = 12


def line(figure: Figure, number: int) -> str:
    """A card: what the figure is today, its trend as a line, and the numbers behind it. `number` is the chart's, on its page.

    A share's line stands between none and all, any other between nothing and the highest. Days without a value are gaps.
    """
    head = (
        f'<p class="db-figure__now">{escape(str(figure.now))}</p><p class="db-figure__what">{escape(figure.what)}</p>'
    )
    drawn = _line(figure, number) if len(figure.points) > 1 else ""
    return f'<figure class="db-figure">{head}{drawn}</figure>'


def bars(title: str, rows: Sequence[tuple[str, Cell]], number: int) -> str:
    """Rows as horizontal bars with their labels above and their values behind; the first dozen. `rows` are labels and values.

    A share fills a part of an outlined bar, which is the whole; any other value is as long as it is great, and left out where it is
    nothing.
    """
    drawn = ((label, value, _height(value)) for label, value in rows)
    shown = [(label, value) for label, value, height in drawn if height or (height == 0 and isinstance(value, Share))][
        :_MOST_BARS
    ]
    if len(shown) < 2:  # one bar says nothing
        return ""
    most = max(_height(value) or 0.0 for _, value in shown) or 1.0
    marks = [_bar(label, value, row * _ROW, most) for row, (label, value) in enumerate(shown)]
    told = "; ".join(f"{label}: {value}" for label, value in shown)
    caption = title if len(shown) == len(rows) else f"{title}; the first {len(shown)} of {len(rows):,} rows"
    return (
        f'<figure class="db-chart">{_svg(number, caption, told, len(shown) * _ROW + 4, marks)}'
        f"<figcaption>{escape(caption)}. The table below has every number.</figcaption></figure>"
    )


def _line(figure: Figure, number: int) -> str:
    points = figure.points
    heights = [_height(point.value) for point in points]
    most = 100.0 if isinstance(figure.now, Share) else max((h for h in heights if h is not None), default=0.0) or 1.0
    step = (_WIDTH - _LEFT - _RIGHT) / (len(points) - 1)
    places = [
        (round(_LEFT + step * at, 1), round(_BOTTOM - (_BOTTOM - _TOP) * height / most, 1))
        if height is not None
        else None
        for at, height in enumerate(heights)
    ]
    marks = [f'<line class="db-chart__axis" x1="0" y1="{_BOTTOM}" x2="{_WIDTH}" y2="{_BOTTOM}"/>']
    if isinstance(figure.now, Share):
        marks.append(f'<line class="db-chart__all" x1="0" y1="{_TOP}" x2="{_WIDTH}" y2="{_TOP}"/>')
    marks += [f'<polyline class="db-chart__line" points="{stretch}"/>' for stretch in _stretches(places)]
    marks += [f'<circle class="db-chart__point" cx="{x}" cy="{y}" r="2.5"/>' for x, y in filter(None, places)]
    for at in _told(heights):
        x, y = places[at] or (0, 0)
        marks.append(f'<text x="{x}" y="{round(y - 7, 1)}" text-anchor="middle">{_short(points[at].value)}</text>')
    marks += _dates(points, step)
    told = "; ".join(f"{day(point.at)}: {point.value}" for point in points)
    return _svg(number, f"Trend of {figure.what}", told, _HEIGHT, marks) + _numbers(points)


def _dates(points: Sequence[Point], step: float) -> Iterable[str]:
    """Months below their points, or, where points lie closer, days below every third one, the last one included."""
    monthly = (points[-1].at - points[0].at).days / (len(points) - 1) >= _MONTH
    for at, point in enumerate(points):
        if monthly or (len(points) - 1 - at) % 3 == 0:
            text = month(point.at) if monthly else f"{point.at.day} {month(point.at)}"
            x = round(_LEFT + step * at, 1)
            yield f'<text class="db-chart__date" x="{x}" y="{_HEIGHT - 5}" text-anchor="middle">{text}</text>'


def _numbers(points: Sequence[Point]) -> str:
    rows = "".join(f"<tr><td>{_written(point.at)}</td><td>{escape(str(point.value))}</td></tr>" for point in points)
    return (
        "<details><summary>The numbers</summary><table><thead><tr><th>At the end of</th><th>Value</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></details>"
    )


def _written(at: date) -> str:
    return escape(day(at))


def _stretches(places: Sequence[tuple[float, float] | None]) -> Iterable[str]:
    """The points of each unbroken line."""
    stretch: list[str] = []
    for place in [*places, None]:
        if place:
            stretch.append(f"{place[0]},{place[1]}")
        elif stretch:
            yield " ".join(stretch)
            stretch = []


def _told(heights: Sequence[float | None]) -> list[int]:
    """The points whose value stands beside them: the last, the first, the highest and the lowest, if that says anything new and no
    neighbour has its own."""
    known = [at for at, height in enumerate(heights) if height is not None]
    chosen: list[int] = []
    if known:
        highest = max(known, key=lambda at: heights[at] or 0.0)
        lowest = min(known, key=lambda at: heights[at] or 0.0)
        for at in (known[-1], known[0], highest, lowest):
            new = at == known[0] or all(heights[at] != heights[other] for other in chosen)
            if new and all(abs(at - other) > 1 for other in chosen):
                chosen.append(at)
    return sorted(chosen)


def _bar(label: str, value: Cell, top: int, most: float) -> str:
    height = _height(value) or 0.0
    is_share = isinstance(value, Share)
    length = round(_BAR * height / (100 if is_share else most), 1)
    text = label if len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"
    whole = f'<rect class="db-chart__whole" x="0.5" y="{top + 15}" width="{_BAR}" height="9"/>' if is_share else ""
    after = (_BAR if is_share else length) + 7
    return (
        f'<text class="db-chart__label" x="0" y="{top + 11}">{escape(text)}</text>{whole}'
        f'<rect class="db-chart__bar" x="0.5" y="{top + 15}" width="{length}" height="9"/>'
        f'<text x="{after}" y="{top + 23}">{escape(str(value))}</text>'
    )


def _svg(number: int, title: str, told: str, height: int, marks: Iterable[str]) -> str:
    return (
        f'<svg class="db-chart__svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-labelledby="chart-{number}-title chart-{number}-told" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="chart-{number}-title">{escape(title)}</title><desc id="chart-{number}-told">{escape(told)}</desc>'
        f"{''.join(marks)}</svg>"
    )


def _height(value: Cell) -> float | None:
    """How high a value stands: a share in per cent, a time in seconds; None where there is nothing to draw."""
    if isinstance(value, Share):
        return 100 * value.part / value.whole if value.whole else None
    if isinstance(value, Span):
        return value.time.total_seconds() if value.time is not None else None
    return None if isinstance(value, str) else float(value)


def _short(value: Cell) -> str:
    """A value in as few letters as there is room for beside a point."""
    if isinstance(value, Share):
        return f"{value.percent}%" if value.whole else ""
    if isinstance(value, Span):
        return span(value.time) if value.time is not None else ""
    return escape(str(value))
