"""Name the invented county: its townships, departments, villages and people. No place or person here exists."""

from collections.abc import Sequence
from random import Random

COUNTY = "沄翀县"

TOWNSHIPS = (
    "璆陵街道",
    "骍岗镇",
    "崟溪镇",
    "暄桥镇",
    "溦塘镇",
    "翀岭镇",
    "溦桥乡",
    "筜坪乡",
    "葳埠乡",
    "澹埠乡",
    "𬭎垱乡",
)
"""The last one is written with a character outside the basic plane; 溦塘 and 溦桥, 葳埠 and 澹埠 differ by one character."""

DEPARTMENTS = (
    "县工业和信息化局",
    "县科学技术局",
    "县商务局",
    "县审计局",
    "县统计局",
    "县数据管理局",
    "县城市管理局",
    "县退役军人事务局",
    "县信访局",
    "县供销合作社",
    "县粮食和物资储备局",
    "县公路事业发展中心",
    "县水库移民事务中心",
    "县消防救援大队",
    "县融媒体中心",
    "县政务服务中心",
    "县机关事务管理局",
    "县畜牧兽医站",
)

SHORT_DEPARTMENTS = {
    "县工业和信息化局": "县工信局",
    "县科学技术局": "县科技局",
    "县退役军人事务局": "县退役局",
    "县粮食和物资储备局": "县粮储局",
    "县机关事务管理局": "县机关事务局",
}
"""What colleagues write where no figure depends on it."""

_VILLAGE_HEADS = (
    "杪岗",
    "湫坪",
    "楮坨",
    "莨塆",
    "槲埂",
    "筼坳",
    "蓂圩",
    "榉塝",
    "菂坂",
    "桤峁",
    "㠇头",
    "㟃下",
    "𬒈口",
)
_VILLAGE_TAILS = ("村", "社区")
_SURNAMES = "汤田范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
_GIVEN = ("某", "某某", "某甲", "某乙", "某丙")


def township_of(rng: Random) -> str:
    """Give one township."""
    return rng.choice(TOWNSHIPS)


def village(rng: Random) -> str:
    """Give one village or neighbourhood; some are written with four-byte characters."""
    return rng.choice(_VILLAGE_HEADS) + rng.choice(_VILLAGE_TAILS)


def person(rng: Random) -> str:
    """Give a person who cannot be anybody: a surname and 某."""
    return rng.choice(_SURNAMES) + rng.choice(_GIVEN)


def handler(rng: Random) -> str:
    """Give a unit that may handle a matter: mostly a department, sometimes a township."""
    return rng.choice(DEPARTMENTS) if rng.random() < 0.7 else rng.choice(TOWNSHIPS)


def handlers(rng: Random, lead: str, most: int = 3) -> tuple[str, ...]:
    """Give up to ``most`` different units beside the leading one."""
    others = [unit for unit in (*DEPARTMENTS, *TOWNSHIPS) if unit != lead]
    return tuple(rng.sample(others, rng.randint(0, most)))


def short_township(name: str) -> str:
    """Give the township without its rank, as a clerk says it."""
    return name.removesuffix("街道").removesuffix("镇").removesuffix("乡")


def office_of(name: str) -> str:
    """Give the name of the office that governs a township or, unchanged, of a department."""
    if name not in TOWNSHIPS:
        return name
    return f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"


def short_office_of(name: str) -> str:
    """Give the shorter name of the same office."""
    if name not in TOWNSHIPS:
        return SHORT_DEPARTMENTS.get(name, name)
    return f"{name}办" if name.endswith("街道") else f"{name}政府"


def some(rng: Random, words: Sequence[str]) -> str:
    """Give one of the words."""
    return rng.choice(words)
