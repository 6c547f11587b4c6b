"""Addresses that reminders go to outside the site, as the system administrator wrote them in ``notify.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from taizhang.policy.posts import ADMINISTRATORS, ROLES
from taizhang.site.private import OTHERS
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

FILE = "notify.toml"
_KEYS = {"person", "unit", "role", "urls"}


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person's notices go, or those of whoever holds a role in a unit. The address itself is a secret."""

    person: str = ""
    unit: str = ""
    role: str = ""
    url: str = field(default="", repr=False)

    @property
    def digest(self) -> str:
        """What stands for the address and its recipient in the log."""
        return sha256("\x1f".join((self.person, self.unit, self.role, self.url)).encode()).hexdigest()

    def __str__(self) -> str:
        """Whose it is, and how it is reached, in Chinese; nothing of the address."""
        kind = self.url.partition("://")[0]
        return f"{self.person or f'{self.unit}{ROLES.get(self.role, self.role)}'}（{kind}）"


@dataclass(frozen=True, slots=True)
class Book:
    """All addresses, and where the site is found in a browser."""

    site: str
    addresses: tuple[Address, ...]


def read_addresses(home: Path) -> Book:
    """The address book of a site; Refused with everything wrong with it."""
    path = home / FILE
    place = Place(file=str(path))
    if not path.exists():
        hint = "请由系统管理员在站点文件夹里写好这个文件（写法见 docs/notify.md），权限设为 600。"
        raise Refused(Problem("NTF-001", "没有写明提醒发往哪些地址。", place, hint))
    if path.stat().st_mode & OTHERS:
        says = "地址文件里有口令，却能被本机的其他用户读取。"
        raise Refused(Problem("NTF-002", says, place, sentence("请执行 chmod 600 {path}。", path=path)))
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            Problem(
                "NTF-003", sentence("地址文件读不进来：{error}。", error=error), place, "请对照 docs/notify.md 改正。"
            )
        ) from error
    problems: list[Problem] = []
    addresses = [one for n, entry in enumerate(_entries(told), 1) for one in _addresses(n, entry, problems, place)]
    site = told.get("site", "")
    if not isinstance(site, str) or not site.startswith(("http://", "https://")):
        says = "地址文件没有写明网站的地址（site）。"
        problems.append(Problem("NTF-003", says, place, 'site = "https://…"，提醒里的链接由它开头。'))
    if problems:
        raise Refused(*problems)
    return Book(str(site).rstrip("/"), tuple(addresses))


def _entries(told: dict[str, object]) -> list[object]:
    entries = told.get("to", [])
    return entries if isinstance(entries, list) else [entries]


def _addresses(n: int, entry: object, problems: list[Problem], place: Place) -> list[Address]:
    """The addresses of one entry: of a person, or of a role in a unit."""
    if not isinstance(entry, dict) or not entry.keys() <= _KEYS:
        says = sentence("第{number}个收件人有不认识的写法。", number=n)
        problems.append(Problem("NTF-003", says, place, "只写 person 或 unit、role，以及 urls。"))
        return []
    person, unit, role = (str(entry.get(name) or "") for name in ("person", "unit", "role"))
    urls = entry.get("urls")
    if bool(person) == bool(unit and role) or (role and (role not in ROLES or role in ADMINISTRATORS)):
        says = sentence("第{number}个收件人既要写明是谁，又只能写一种：姓名，或单位和岗位。", number=n)
        problems.append(
            Problem(
                "NTF-003",
                says,
                place,
                sentence("岗位可用：{known}。", known="、".join(set(ROLES) - set(ADMINISTRATORS))),
            )
        )
    if not isinstance(urls, list) or not urls or not all(isinstance(url, str) and "://" in url for url in urls):
        says = sentence("第{number}个收件人没有写明地址（urls），或地址写法不对。", number=n)
        problems.append(
            Problem("NTF-003", says, place, 'urls = ["mailto://…", "dingtalk://…"]，写法见 docs/notify.md。')
        )
        return []
    return [Address(person, unit, role, url) for url in urls]
