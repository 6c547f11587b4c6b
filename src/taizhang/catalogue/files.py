"""The files of catalogue folders, read once: TOML declarations and Markdown templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Files:
    """The bytes of each folder's files by name, a later folder over an earlier one.

    Equal when the same is said under the same names, wherever the folders lie: only what is wrong depends on that.
    """

    contents: tuple[tuple[tuple[str, bytes], ...], ...]
    folders: tuple[Path, ...] = field(compare=False)

    @classmethod
    def read(cls, folders: Sequence[Path]) -> Files:
        """Reads them. A folder may be a single file of declarations."""
        return cls(tuple(_read(folder) for folder in folders), tuple(folders))

    def declared(self) -> Iterator[Iterator[tuple[Path, bytes]]]:
        """The files of declarations, folder by folder."""
        for folder, contents in zip(self.folders, self.contents, strict=True):
            yield ((folder / name, content) for name, content in contents if not _is_template(name))

    def templates(self) -> dict[str, str]:
        """Template texts by name; a later folder replaces the same name. Raises UnicodeDecodeError."""
        said = (one for contents in self.contents for one in contents)
        return {Path(name).stem: text_of(content) for name, content in said if _is_template(name)}


def text_of(content: bytes) -> str:
    """The UTF-8 text of a file, its lines ended as everywhere. Raises UnicodeDecodeError."""
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")


def _is_template(name: str) -> bool:
    return name.endswith(".md")


def _read(folder: Path) -> tuple[tuple[str, bytes], ...]:
    if folder.is_file():
        return (("", folder.read_bytes()),)
    found = [*sorted(folder.rglob("*.toml")), *sorted((folder / "templates").glob("*.md"))]
    return tuple((file.relative_to(folder).as_posix(), file.read_bytes()) for file in found)
