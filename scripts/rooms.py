"""Writes the table of rooms of docs/developer-guide.md from the tree: a row a folder, what its docstring says first.

The floors are the import contract's, from the top down.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "developer-guide.md"
FROM, TO = "<!-- rooms: written by scripts/rooms.py -->\n", "<!-- end of rooms -->\n"


def floors() -> list[list[str]]:
    """Names of the rooms on each floor, the topmost first."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contract = next(one for one in tool["importlinter"]["contracts"] if one["type"] == "layers")
    floor = [[name.strip().removeprefix("taizhang.") for name in line.split("|")] for line in contract["layers"]]
    return [names for names in floor if names != ["__main__"]]


def first_sentence(folder: Path) -> str:
    """What the room gives, as its own docstring says it in its first paragraph."""
    words = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    return " ".join(words.split("\n\n")[0].split())


def rooms(package: str) -> list[str]:
    """Folders of a package that hold modules, by name."""
    return sorted(one.parent.name for one in (ROOT / "src" / package).glob("*/__init__.py"))


def table() -> str:
    """Both tables as Markdown: the core floor by floor, and the web apps."""
    lines = ["| floor | room | what it gives |", "|---|---|---|"]
    for number, names in enumerate(floors()):
        for name in names:
            lines.append(f"| {len(floors()) - number} | {name} | {first_sentence(ROOT / 'src' / 'taizhang' / name)} |")
    lines += ["", "| web app | what it shows |", "|---|---|"]
    for name in rooms("taizhang_site"):
        lines.append(f"| {name} | {first_sentence(ROOT / 'src' / 'taizhang_site' / name)} |")
    return "\n".join(lines) + "\n"


def written(guide: str) -> str:
    """The guide with the tables as they are now."""
    before, rest = guide.split(FROM)
    return before + FROM + table() + TO + rest.split(TO)[1]


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
