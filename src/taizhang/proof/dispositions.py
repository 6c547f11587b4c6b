"""What people decided about findings, remembered for the next run: accepted, or waived with a reason and a name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from taizhang.proof.model import Document, Finding
from taizhang.proof.records import append
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

Decision = Literal["accepted", "waived"]
NAME = "dispositions.jsonl"
# What is right in every document.
TAUGHT = "taught.jsonl"
# Characters. Chosen: enough to tell two places of one word, few enough to outlive changes nearby. Keys of old
# decisions hold it fast.
_AROUND = 12
_DECISIONS: tuple[Decision, ...] = ("accepted", "waived")


@dataclass(frozen=True, slots=True)
class Disposition:
    """One decision on one finding of one document.

    key: the finding's own, from its rule, its words and the words around them: it outlives a move to another
    paragraph, not a change of the words. by: who decided. reason: compulsory when waived. on: the day.
    """

    document: str
    key: str
    rule: str
    text: str
    decision: Decision
    by: str
    reason: str
    on: str


def key_of(finding: Finding, document: Document) -> str:
    """Eight signs that name a finding by its rule, its words and up to twelve characters on either side."""
    spot = finding.spot
    around = ""
    if 0 < spot.paragraph <= len(document.paragraphs):
        text = document.paragraphs[spot.paragraph - 1].text
        around = "".join(
            (text[max(0, spot.start - _AROUND) : spot.start] + "\x00" + text[spot.end : spot.end + _AROUND]).split()
        )
    raw = "\x1f".join((finding.rule, finding.text, around))
    return hashlib.sha256(raw.encode()).hexdigest()[:8]


def folder_for(path: Path, home: Path) -> Path:
    """Where decisions on a document are kept: in the site when there is one, else in a folder beside the document."""
    return home / "proof" if (home / "catalogue").is_dir() else path.resolve().parent / ".taizhang-proof"


def recall(folder: Path, document: str) -> Mapping[str, Disposition]:
    """The decisions on a document by the key of their finding, the latest first served.

    Raises Refused (PRF-021) with the line that cannot be read: a decision is never lost in silence.
    """
    return {one.key: one for one in _kept(folder / NAME) if one.document == document}


def recall_taught(folder: Path) -> Mapping[tuple[str, str], Disposition]:
    """What is right in every document, by rule and words. Raises Refused (PRF-021) as ``recall`` does."""
    return {(one.rule, one.text): one for one in _kept(folder / TAUGHT)}


def teach(folder: Path, findings: Iterable[Finding], by: str, reason: str, on: date) -> int:
    """Keeps that the words found are right wherever they stand; answers how many were told apart.

    What blocks outright, has no words, or is a fault of form cannot be taught: there the words prove nothing.
    """
    told = {(one.rule, one.text) for one in findings if is_teachable(one)}
    day = on.isoformat()
    append(
        folder / TAUGHT,
        [asdict(Disposition("", "", rule, text, "waived", by, reason, day)) for rule, text in sorted(told)],
    )
    return len(told)


def is_teachable(finding: Finding) -> bool:
    """Whether a finding of the same rule on the same words may be called right once for all."""
    return finding.gate == "content" and finding.level != "block" and bool(finding.text.strip())


def _kept(file: Path) -> list[Disposition]:
    """The decisions of a file, in order. Raises Refused (PRF-021)."""
    found: list[Disposition] = []
    wrong: list[Problem] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines() if file.is_file() else (), 1):
        try:
            found.append(Disposition(**json.loads(line)))
        except (ValueError, TypeError):
            message = "处置记录里有一行读不出来。"
            wrong.append(Problem("PRF-021", message, Place(file=str(file), line=number), "请改正或删去这一行。"))
    if wrong:
        raise Refused(*wrong)
    return found


def remember(folder: Path, decided: Sequence[Disposition]) -> None:
    """Adds decisions to the folder, whole lines in one write, on disk when it returns."""
    append(folder / NAME, map(asdict, decided))


def decide(
    findings: Mapping[str, Finding],
    keys: Iterable[str],
    document: str,
    *,
    decision: Decision,
    by: str,
    reason: str,
    on: date,
) -> tuple[Disposition, ...]:
    """The decisions on the findings named. Raises Refused: PRF-022 no such finding, PRF-023 no name, PRF-024 no reason."""
    problems = []
    wanted = list(dict.fromkeys(keys))
    place = Place(file=document)
    problems += [
        Problem("PRF-022", sentence("没有编号为“{key}”的疑点。", key=key), place, "请按本次查出的编号填写。")
        for key in wanted
        if key not in findings
    ]
    if not by.strip():
        problems.append(Problem("PRF-023", "没有写处置人。", place, "请用 --by 写明姓名。"))
    if decision == "waived" and not reason.strip():
        problems.append(Problem("PRF-024", "豁免没有写理由。", place, "请用 --reason 写明理由。"))
    if problems:
        raise Refused(*problems)
    return tuple(
        Disposition(
            document, key, findings[key].rule, findings[key].text, decision, by.strip(), reason.strip(), on.isoformat()
        )
        for key in wanted
    )
