"""An option drawn as SVG in Python: ECharts in a small engine with bounds of memory and time, a fresh one each time."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from urllib.parse import unquote

import quickjs

from taizhang.charts.chart import WIDTH, Chart
from taizhang.charts.option import encode
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

NOT_BUILT = Problem(
    "DOC-041", "图表组件没有构建，画不出图。", hint="请在联网的机器上执行 scripts/assets.py，或安装带图表的发行包。"
)
# Chosen: bounds that no chart of ours comes near and a runaway script meets soon; kept are those of some boards.
MEMORY, SECONDS, KEPT = 128 * 1024 * 1024, 10, 64
# What ECharts expects of a page and never uses in one drawing.
_AROUND = "globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => {};"
_STYLE_ELEMENT = re.compile(r"<style\b.*?</style>\s*", re.DOTALL)
_STYLE = re.compile(r' style="([^"]*)"')
_CLASS = re.compile(r' (?:class="zr[^"]*"|ecmeta_[a-z_]+="[^"]*"|pointer-events="[^"]*")')
_ID = re.compile(r"\bzr\d+-")


def is_built() -> bool:
    """Whether the bundle that draws is there."""
    return files("taizhang.charts").joinpath("built", "picture.js").is_file()


def svg(chart: Chart, width: int = WIDTH) -> str:
    """The chart as SVG that needs neither script nor style element. Raises Refused (DOC-041, DOC-042)."""
    return draw_svg(encode(chart), width, chart.height)


@lru_cache(maxsize=KEPT)
def draw_svg(option: str, width: int, height: int) -> str:
    """An option's JSON drawn as SVG, byte for byte the same for the same option."""
    if not is_built():
        raise Refused(NOT_BUILT)
    engine = quickjs.Context()
    engine.set_memory_limit(MEMORY)
    engine.set_time_limit(SECONDS)
    try:
        engine.eval(_AROUND)
        engine.eval(_bundle())
        told = str(engine.eval("draw")(option, width, height))
    except quickjs.JSException as error:
        reason = str(error).splitlines()[0][:80]
        raise Refused(
            Problem("DOC-042", sentence("图表没有画成：{reason}。", reason=reason), hint="请减少图中的项数再试。")
        ) from error
    return _bare(unquote(told), option)


@lru_cache(maxsize=1)
def _bundle() -> str:
    return files("taizhang.charts").joinpath("built", "picture.js").read_text(encoding="utf-8")


def _bare(drawing: str, option: str) -> str:
    """The drawing under any policy: attributes instead of styles, names that no other drawing in the page has."""
    own = "c" + hashlib.sha256(option.encode()).hexdigest()[:10] + "-"
    plain = _CLASS.sub("", _STYLE_ELEMENT.sub("", drawing))
    return _ID.sub(own, _STYLE.sub(lambda found: _attributes(found[1]), plain))


def _attributes(style: str) -> str:
    parts = (part.partition(":") for part in style.split(";") if part.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in parts)
