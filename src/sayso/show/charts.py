"""Charts: what parties did to each other by month, as one SVG picture without script, style sheet or outside font.

A month is a bar: cooperation above the line, conflict below it, the material part darker and next to the line. The dark
mark at its side is how many of the acts rest on two sources or more. Acts of unknown date stand in a lane of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from sayso.show.terminal import line
from sayso.store import Dyad

# Quad class to its colour and its words, from the line outwards on each side.
ABOVE = (("quad_2", "#1b6e4b", "material cooperation"), ("quad_1", "#8cc9ae", "verbal cooperation"))
BELOW = (("quad_4", "#9c2f22", "material conflict"), ("quad_3", "#e5a598", "verbal conflict"))
UNKNOWN = "unknown"
# Years after which a chart with every month is too wide to read.
LONG = 10
BAR, GAP, TALL, LEFT, TOP = 28, 14, 150, 46, 58


def chart(rows: Iterable[Dyad], title: str) -> str:
    """The picture of these counts, all pairs of a month together; months without acts in between are there too."""
    months: dict[str, dict[str, int]] = {}
    for row in rows:
        told = months.setdefault(row.month or UNKNOWN, {})
        for name in ("acts", "corroborated", "quad_1", "quad_2", "quad_3", "quad_4"):
            told[name] = told.get(name, 0) + getattr(row, name)
    lanes = _lanes(months)
    dated = [lane for lane in lanes if lane != UNKNOWN] or lanes
    most, axis = max([1, *(_tallest(months.get(lane, {})) for lane in dated)]), TOP + TALL
    width = LEFT + max(len(lanes), 12) * (BAR + GAP) + GAP
    parts = [_text(GAP, 20, title, 14), *_legend()]
    for n, lane in enumerate(lanes):
        left = LEFT + n * (BAR + GAP) + (GAP if lane == UNKNOWN else 0)
        told = months.get(lane, {})
        # Acts of unknown date may be many times those of a month: then their lane has a scale of its own and says so.
        scale = max(most, _tallest(told))
        unit = TALL / scale
        for side, way in ((ABOVE, -1), (BELOW, 1)):
            at = float(axis)
            for name, colour, words in side:
                tall = told.get(name, 0) * unit
                if tall:
                    top = at - tall if way < 0 else at
                    parts.append(
                        f'<rect x="{left}" y="{top:.1f}" width="{BAR}" height="{tall:.1f}" fill="{colour}">'
                        f"<title>{escape(f'{lane}: {told[name]} {words}')}</title></rect>"
                    )
                at += way * tall
        if tall := min(told.get("corroborated", 0) * unit, TALL):
            words = f"{lane}: {told['corroborated']} of {told['acts']} acts by two sources or more"
            mark = f'<rect x="{left + BAR}" y="{axis - tall:.1f}" width="4" height="{tall:.1f}" fill="#222">'
            parts.append(f"{mark}<title>{escape(words)}</title></rect>")
        parts.append(_text(left - 4, axis + TALL + 18, lane, 9))
        if scale > most:
            parts.append(_text(left - 4, axis + TALL + 29, f"to {scale}", 9))
    parts.append(f'<line x1="{LEFT - 6}" y1="{axis}" x2="{width - GAP}" y2="{axis}" stroke="#444"/>')
    parts += [_text(GAP, TOP + 10, str(most), 10), _text(GAP, axis + 4, "0", 10), _text(GAP, axis + TALL, str(most), 10)]
    size = f'width="{width}" height="{axis + TALL + 36}" viewBox="0 0 {width} {axis + TALL + 36}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n<title>{escape(line(title))}</title>\n'
        + "".join(f"{part}\n" for part in ('<rect width="100%" height="100%" fill="#fff"/>', *parts))
        + "</svg>\n"
    )


def _tallest(told: Mapping[str, int]) -> int:
    """The acts of a lane's taller side."""
    return max(sum(told.get(name, 0) for name, _, _ in side) for side in (ABOVE, BELOW))


def _lanes(months: dict[str, dict[str, int]]) -> Sequence[str]:
    """Every month from the first to the last (in more than ten years only those with acts), then the unknown one.

    >>> _lanes({"2031-11": {}, "2032-01": {}, "unknown": {}})
    ['2031-11', '2031-12', '2032-01', 'unknown']
    """
    dated = sorted(month for month in months if month != UNKNOWN)
    found = []
    if dated:
        (year, month), last = map(int, dated[0].split("-")), dated[-1]
        if int(last[:4]) - year > LONG:
            return [*dated, *([UNKNOWN] if UNKNOWN in months else [])]
        while (name := f"{year:04}-{month:02}") <= last:
            found.append(name)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return [*found, *([UNKNOWN] if UNKNOWN in months else [])]


def _legend() -> Iterable[str]:
    left = LEFT
    for _, colour, words in (*ABOVE, *BELOW, ("", "#222", "by two sources")):
        yield f'<rect x="{left}" y="32" width="10" height="10" fill="{colour}"/>'
        yield _text(left + 14, 41, words, 10)
        left += 30 + 6 * len(words)


def _text(left: float, top: float, words: str, size: int) -> str:
    return f'<text x="{left}" y="{top}" font-family="sans-serif" font-size="{size}" fill="#222">{escape(line(words))}</text>'
