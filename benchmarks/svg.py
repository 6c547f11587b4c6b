"""A table's medians as bars, in a few hundred bytes of SVG."""

from __future__ import annotations

from html import escape

from benchmarks.results import Table

WIDTH, LABEL, LINE = 720, 380, 22


def bars(table: Table) -> str:
    """One bar a way, as long as its processor time is to the longest; ours are dark."""
    shown = [one for one in table.measurements if not one.missing]
    longest = max(one.median for one in shown) or 1.0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {LINE * len(shown) + 8}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(table.title)}: processor seconds</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for place, one in enumerate(shown):
        top, long = 6 + place * LINE, max(1.0, one.median / longest * (WIDTH - LABEL - 70))
        colour = "#1f4e79" if one.ours else "#b8c4d0"
        parts.append(f'<text x="{LABEL - 8}" y="{top + 13}" text-anchor="end">{escape(one.name)}</text>')
        parts.append(f'<rect x="{LABEL}" y="{top + 2}" width="{long:.1f}" height="14" fill="{colour}"/>')
        parts.append(f'<text x="{LABEL + long + 5:.1f}" y="{top + 13}">{one.median:.3g} s</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
