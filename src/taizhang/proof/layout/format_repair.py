"""A Word file with its form repaired and not a word changed, or a refusal."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from taizhang.proof.files.plain import findings_of
from taizhang.proof.files.worker import DocumentOpener, ask_once
from taizhang.proof.layout.profile import Profile, load_profile
from taizhang.proof.model import Finding
from taizhang.terms.problem import Place, Problem, Refused


@dataclass(frozen=True, slots=True)
class RepairResult:
    """A repaired file. done: what was changed, in sentences. left: what a person must decide. digest: of the words."""

    content: bytes
    done: tuple[str, ...]
    left: tuple[Finding, ...]
    digest: str


def repair_form(path: Path, profile: Profile | None = None, desk: DocumentOpener | None = None) -> RepairResult:
    """The file repaired. Raises Refused: PRF-101 to PRF-113 as it is read, PRF-210 when any word would differ."""
    chosen = (profile or load_profile()).model_dump(mode="json")
    answer = ask_once(desk, "repair", path, ".docx", profile=chosen)
    if answer["before"] != answer["after"]:
        message = "修复格式会改动文字，没有写出。"
        raise Refused(Problem("PRF-210", message, Place(file=path.name), "请手工修改格式；并把这份文件交给维护人员。"))
    done = tuple(str(one) for one in answer["done"])
    return RepairResult(base64.b64decode(answer["file"]), done, findings_of(answer["left"]), str(answer["after"]))
