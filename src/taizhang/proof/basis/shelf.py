"""The folder of authorities an office keeps: files added to it, and which version is in force on a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from taizhang.proof.basis.authority import Authority, authority, plain_title
from taizhang.proof.files.read import read_document
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

READABLE = (".md", ".txt", ".docx")


class Shelf:
    """Authorities by title; a title may stand in several versions."""

    def __init__(self, authorities: Iterable[Authority] = ()) -> None:
        self._titles: dict[str, list[Authority]] = {}
        for one in sorted(authorities, key=lambda each: (each.since, each.day)):
            self._titles.setdefault(one.title, []).append(one)

    def __iter__(self) -> Iterator[Authority]:
        return (one for versions in self._titles.values() for one in versions)

    def __len__(self) -> int:
        return sum(map(len, self._titles.values()))

    def versions(self, title: str) -> tuple[Authority, ...]:
        """The versions of a title, oldest first."""
        return tuple(self._titles.get(plain_title(title), ()))

    def in_force(self, title: str, on: date) -> Authority | None:
        """The version in force on a day, None when none is yet."""
        return next((one for one in reversed(self.versions(title)) if one.since <= on), None)

    def ended_by(self, title: str, on: date) -> Authority | None:
        """What has ended a title by that day, None when nothing on the shelf has."""
        plain = plain_title(title)
        return next((one for one in self if plain in one.replaces and one.since <= on), None)


def load_shelf(folder: Path) -> Shelf:
    """What was added to the folder. Raises Refused (PRF-301) with what cannot be read: nothing is left out in silence."""
    found, wrong = [], []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            found.append(_authority(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError):
            place = Place(file=str(path))
            wrong.append(Problem("PRF-301", "依据库里的这份记录读不出来。", place, "请删去它，再用原件重新添加。"))
    if wrong:
        raise Refused(*wrong)
    return Shelf(found)


def add(folder: Path, paths: Sequence[Path], replaces: Sequence[str] = ()) -> tuple[list[Authority], list[Problem]]:
    """Adds files, and the readable files of folders; what was added and what was not, with the reason.

    PRF-302: nothing there that can be read. PRF-303: no title or no day is told.
    """
    added: list[Authority] = []
    problems: list[Problem] = []
    folder.mkdir(parents=True, exist_ok=True)
    for path in _files(paths, problems):
        try:
            one = authority(read_document(path), replaces)
        except Refused as refused:
            problems += refused.problems
            continue
        if one is None:
            hint = "请在文件名里写上日期，例如 某某条例(2024-05-01).md，正文第一行写标题。"
            problems.append(Problem("PRF-303", "看不出这份依据的标题或日期。", Place(file=str(path)), hint))
            continue
        _keep(folder, one)
        added.append(one)
    return added, problems


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    for path in paths:
        listed = sorted(one for one in path.rglob("*") if one.suffix.lower() in READABLE) if path.is_dir() else [path]
        if not listed or not listed[0].is_file():
            known = "、".join(READABLE)
            problems.append(
                Problem(
                    "PRF-302",
                    sentence("“{path}”里没有可添加的依据。", path=path),
                    Place(file=str(path)),
                    sentence("可用：{known}。", known=known),
                )
            )
            continue
        yield from listed


def _keep(folder: Path, one: Authority) -> None:
    """One record for a title and a day: adding a version again replaces it."""
    name = hashlib.sha256(f"{one.title}\0{one.day.isoformat()}".encode()).hexdigest()[:16]
    plain = asdict(one) | {"day": one.day.isoformat(), "since": one.since.isoformat()}
    temporary = folder / f".{name}.new"
    temporary.write_text(json.dumps(plain, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    temporary.replace(folder / f"{name}.json")


def _authority(plain: dict[str, object]) -> Authority:
    articles = plain["articles"]
    if not isinstance(articles, dict):
        raise TypeError("articles")
    return Authority(
        title=str(plain["title"]),
        day=date.fromisoformat(str(plain["day"])),
        since=date.fromisoformat(str(plain["since"])),
        file=str(plain["file"]),
        issuer=str(plain["issuer"]),
        number=str(plain["number"]),
        articles={str(key): tuple(map(str, paragraphs)) for key, paragraphs in articles.items()},
        text=str(plain["text"]),
        replaces=tuple(map(str, plain["replaces"])) if isinstance(plain["replaces"], list) else (),
    )
