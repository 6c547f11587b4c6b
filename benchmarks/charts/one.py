"""One engine draws the same chart as PNG, first cold, then warm: ``python -m benchmarks.charts.one taizhang``."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from io import BytesIO

WARM = 20
MONTHS = tuple(f"{month}月" for month in range(1, 13))
EARLIER, THIS = (21, 36, 46, 47, 49, 58, 50, 54, 39, 50, 69, 66), (47, 63, 53, 60, 64, 58, 53, 65, 46, 58, 48, 12)
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def ours() -> Callable[[], bytes]:
    """ECharts in quickjs, resvg; a fresh engine each time."""
    from taizhang.charts.chart import Chart, ChartPoint, Series
    from taizhang.charts.drawing import draw_svg
    from taizhang.charts.picture import png

    series = (Series("2025", tuple(map(ChartPoint, EARLIER)), "earlier"), Series("2026", tuple(map(ChartPoint, THIS))))
    chart = Chart("按月登记", "columns", MONTHS, series, "件")

    def draw() -> bytes:
        draw_svg.cache_clear()
        return png(chart)

    return draw


def matplotlib() -> Callable[[], bytes]:
    """What most Python programs draw charts with."""
    import matplotlib as library
    from matplotlib import font_manager, pyplot

    library.use("Agg")
    font = font_manager.FontProperties(fname=FONT)

    def draw() -> bytes:
        figure, axes = pyplot.subplots(figsize=(6.4, 2.6), dpi=200)
        places = range(len(MONTHS))
        for shift, values, colour in ((-0.2, EARLIER, "#7d8da0"), (0.2, THIS, "#174e82")):
            bars = axes.bar([place + shift for place in places], values, 0.38, color=colour)
            axes.bar_label(bars)
        axes.set_xticks(list(places), MONTHS, fontproperties=font)
        told = BytesIO()
        figure.savefig(told, format="png")
        pyplot.close(figure)
        return told.getvalue()

    return draw


def chromium() -> Callable[[], bytes]:
    """The page's own drawing, photographed in a headless browser kept open."""
    from pathlib import Path

    from playwright.sync_api import sync_playwright

    from taizhang.charts.chart import Chart, ChartPoint, Series
    from taizhang.charts.option import encode

    series = (Series("2025", tuple(map(ChartPoint, EARLIER)), "earlier"), Series("2026", tuple(map(ChartPoint, THIS))))
    option = encode(Chart("按月登记", "columns", MONTHS, series, "件"))
    script = Path("src/taizhang_site/static/taizhang/built/screen.js").read_text(encoding="utf-8")
    player = sync_playwright().start()
    browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page(viewport={"width": 640, "height": 260}, device_scale_factor=2)

    def draw() -> bytes:
        page.set_content('<div class="drawing" data-height="260"></div>')
        page.evaluate("(option) => { document.querySelector('.drawing').dataset.chart = option; }", option)
        page.add_script_tag(content=script)
        page.wait_for_selector("[data-drawn] svg")
        return page.screenshot()

    return draw


ENGINES = {"taizhang": ours, "matplotlib": matplotlib, "chromium": chromium}


def main() -> None:
    """Prints milliseconds cold and warm, processor time, peak memory and the size of the picture as JSON."""
    began = time.perf_counter()
    draw = ENGINES[sys.argv[1]]()
    size = len(draw())
    cold = time.perf_counter() - began
    begun, used = time.perf_counter(), time.process_time()
    for _ in range(WARM):
        draw()
    warm, processor = (time.perf_counter() - begun) / WARM, (time.process_time() - used) / WARM
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(json.dumps({"cold": cold * 1000, "warm": warm * 1000, "cpu": processor * 1000, "peak": peak, "bytes": size}))


if __name__ == "__main__":
    main()
