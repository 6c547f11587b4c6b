"""Findings told: as a line for a terminal, and as plain values for a program."""

from __future__ import annotations

from taizhang.proof.model import GATE_NAMES, LEVEL_NAMES, Finding, Spot


def place(spot: Spot) -> str:
    """Where it is, in Chinese: 第3页第12段第5–8字; 全文 for the whole document."""
    parts = [f"第{spot.page}页"] if spot.page else []
    parts += [f"第{spot.paragraph}段"] if spot.paragraph else []
    if spot.end > spot.start:
        parts.append(f"第{spot.start + 1}–{spot.end}字" if spot.end > spot.start + 1 else f"第{spot.end}字")
    return "".join(parts) or "全文"


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
