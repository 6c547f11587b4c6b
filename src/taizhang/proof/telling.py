"""Findings told: as a line for a terminal, and as plain values for a program."""

from __future__ import annotations

from taizhang.proof.model import GATE_NAMES, LEVEL_NAMES, Finding, Spot
from taizhang.terms.sentence import sentence


def place(spot: Spot) -> str:
    """Where it is, in Chinese: 第3页第12段第5–8字; 全文 for the whole document."""
    parts = ["第{page}页"] if spot.page else []
    parts += ["第{paragraph}段"] if spot.paragraph else []
    if spot.end > spot.start:
        parts.append("第{start}–{end}字" if spot.end > spot.start + 1 else "第{end}字")
    if not parts:
        return "全文"
    return sentence("".join(parts), page=spot.page, paragraph=spot.paragraph, start=spot.start + 1, end=spot.end)


def line(finding: Finding) -> str:
    """One line: level, gate, rule, place, message, suggestion."""
    head = f"{LEVEL_NAMES[finding.level]} {GATE_NAMES[finding.gate]} {finding.rule}"
    return " ".join(part for part in (head, f"{place(finding.spot)}：{finding.message}", finding.suggestion) if part)


def plain(finding: Finding, file: str, line: int = 0) -> dict[str, object]:
    """The finding as ``--json`` gives it. line: of a text file, 0 when it has none."""
    spot = finding.spot
    return {
        "file": file,
        "rule": finding.rule,
        "gate": finding.gate,
        "level": finding.level,
        "place": {"page": spot.page, "line": line, "paragraph": spot.paragraph, "start": spot.start, "end": spot.end},
        "text": finding.text,
        "message": finding.message,
        "source": finding.source,
        "suggestion": finding.suggestion,
        "replacement": finding.replacement,
    }
