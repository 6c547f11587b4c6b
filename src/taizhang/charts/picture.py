"""A drawing as PNG, its Chinese set in a font of this machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import resvg_py

from taizhang.charts.chart import WIDTH, Chart
from taizhang.charts.drawing import NOT_BUILT, is_built, svg
from taizhang.terms.problem import Problem, Refused

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "C:/Windows/Fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
# The file names of fonts with Chinese, the best first, with the family each is asked for by.
CHINESE = (
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    ("NotoSansCJKsc-Regular.otf", "Noto Sans CJK SC"),
    ("SourceHanSansSC-Regular.otf", "Source Han Sans SC"),
    ("msyh.ttc", "Microsoft YaHei"),
    ("PingFang.ttc", "PingFang SC"),
    ("wqy-microhei.ttc", "WenQuanYi Micro Hei"),
    ("wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
    ("DroidSansFallbackFull.ttf", "Droid Sans Fallback"),
    ("simhei.ttf", "SimHei"),
    ("simsun.ttc", "SimSun"),
)
# Chosen: twice the dots of a screen, so that print shows no steps.
SHARP = 2.0
NO_FONT = Problem(
    "DOC-043",
    "这台机器没有中文字体，图片里的汉字显示不出来。",
    hint="请由管理员安装中文字体（Debian：apt-get install fonts-noto-cjk）。",
)


def lacking() -> tuple[Problem, ...]:
    """What this machine lacks for pictures."""
    return (*(() if is_built() else (NOT_BUILT,)), *(() if chinese_font() else (NO_FONT,)))


@cache
def chinese_font() -> tuple[Path, str] | None:
    """The file and family of the best font with Chinese here, None when there is none."""
    found = {path.name: path for folder in FOLDERS for path in _files(Path(folder).expanduser())}
    return next(((found[name], family) for name, family in CHINESE if name in found), None)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.[to]t[cf]")) if folder.is_dir() else []


def png(chart: Chart, width: int = WIDTH) -> bytes:
    """The chart as PNG. Raises Refused as ``svg`` and ``painted`` do."""
    return paint_png(svg(chart, width))


def paint_png(drawing: str, zoom: float = SHARP) -> bytes:
    """An SVG as PNG on white. Raises Refused (DOC-043) when no font here has Chinese characters."""
    font = chinese_font()
    if font is None:
        raise Refused(NO_FONT)
    file, family = font
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing,
            zoom=zoom,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(file)],
            font_family=family,
            sans_serif_family=family,
        )
    )
