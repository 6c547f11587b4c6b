"""What an act says besides its note: named answers, some of them from a list, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# Characters. Chosen: a paragraph; what is longer goes into the note or a file.
LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class AnswerDeclaration:
    """One answer an act asks for. choices: what may be answered, () for any text; kind: how it is typed in."""

    name: str
    label: str
    choices: tuple[str, ...] = ()
    required: bool = True
    kind: Literal["text", "date", "unit"] = "text"


RETENTIONS = ("永久", "30年", "10年")
"""机关文件材料归档范围和文书档案保管期限规定 (国家档案局令第8号): permanent, or a term of thirty or ten years."""

PROCEDURES = ("行政复议", "行政诉讼", "仲裁", "纪检监察机关", "司法机关", "其他程序")
RULINGS = ("维持", "变更", "撤销原结论")
FLAWS = ("事实不清楚", "问题未解决", "任务未落实", "结论不准确", "措施不符合政策法律", "文书格式不规范")
CAUSES = ("领导有新批示", "反弹", "部分反弹", "回头看不合格", "异议复核后重办", "群众再次反映")

OWNER = AnswerDeclaration("owner", "建议承办单位", kind="unit")
UNTIL = AnswerDeclaration("until", "申请延至", kind="date")
CRITERION = AnswerDeclaration("criterion", "完成标准（可验证）", required=False)
SLIP = AnswerDeclaration("slip", "交办单号", required=False)
CONTACT = AnswerDeclaration("contact", "联系人", required=False)
CYCLE = AnswerDeclaration("cycle", "反馈周期", required=False)
FLAW = AnswerDeclaration("flaw", "不合格之处", FLAWS, required=False)
PROCEDURE = AnswerDeclaration("procedure", "转入的程序", PROCEDURES)
RETENTION = AnswerDeclaration("retention", "保管期限", RETENTIONS)
CAUSE = AnswerDeclaration("cause", "恢复办理的缘由", CAUSES, required=False)
RULING = AnswerDeclaration("ruling", "复核决定", RULINGS)
CHECKER = AnswerDeclaration("checker", "抽查人")
DRAW = AnswerDeclaration("draw", "抽取办法")
PART = AnswerDeclaration("part", "列入的理由", required=False)


def unsaid(asked: tuple[AnswerDeclaration, ...], said: Mapping[str, str], act: str) -> Iterator[Problem]:
    """What is wrong with the answers: one missing, one not to choose from, one nobody asked for."""
    known = {one.name for one in asked}
    for name in said.keys() - known:
        yield Problem(
            "JRN-018",
            sentence("“{act}”没有“{name}”这一项。", act=act, name=name[:40]),
            Place(key=name),
            "请去掉这一项。",
        )
    for one in asked:
        answer = said.get(one.name, "").strip()
        if not answer:
            if one.required:
                yield Problem(
                    "JRN-017",
                    sentence("“{act}”没有写明“{label}”。", act=act, label=one.label),
                    Place(key=one.name),
                    "请填写后再提交。",
                )
        elif one.choices and answer not in one.choices:
            hint = sentence("可以是：{choices}。", choices="、".join(one.choices))
            yield Problem(
                "JRN-018",
                sentence("“{label}”不能是“{answer}”。", label=one.label, answer=answer[:40]),
                Place(key=one.name),
                hint,
            )
        elif len(answer) > LONGEST_ANSWER or (one.kind == "date" and parse_day(answer) is None):
            says = sentence("“{label}”的“{answer}”写法不对。", label=one.label, answer=answer[:20])
            yield Problem("JRN-018", says, Place(key=one.name), "日期写作 2026-03-05，文字不超过500字。")


def parse_day(answer: str) -> date | None:
    """The day an answer names; None when it names none."""
    with suppress(ValueError):
        return date.fromisoformat(answer)
    return None
