"""The words of lifecycles: acts and states by their English names, with the Chinese shown on screens."""

from __future__ import annotations

from types import MappingProxyType

from taizhang.matters.entry import CORRECT, RECORD

NEW = ""

ACTS = MappingProxyType(
    {
        "register": "登记",
        "approve": "立项",
        "decline": "不立项",
        "assign": "交办",
        "accept": "签收",
        "ask_back": "申请退办",
        "hand_back": "退办",
        "refuse": "不同意申请",
        "reassign": "重新交办",
        "report_progress": "反馈进展",
        "ask_extension": "申请延期",
        "extend": "延期",
        "suspend": "中止",
        "resume": "恢复计时",
        "report": "报结",
        "start_review": "受理核验",
        "return_work": "退回重办",
        "verify": "核验",
        "close": "办结",
        "strike_off": "销号",
        "keep_standing": "转长期坚持",
        "reopen": "恢复办理",
        "archive": "归档",
        "remind": "发提醒函",
        "chase": "发督办函",
        "warn": "发红色督查单",
        "sample": "列入抽查",
        "recheck": "回头看",
        "object": "提出异议",
        "settle": "异议复核",
        "recuse": "申报回避",
        "link": "关联",
        "unlink": "取消关联",
        "merge": "并入",
        "absorb": "并入来件",
        "split": "拆分",
        "branch": "拆出",
        "answer": "答复来源",
        "cancel": "撤销",
        "transfer": "转其他程序",
        RECORD: "补录",
        CORRECT: "更正",
    }
)

STATES = MappingProxyType(
    {
        NEW: "未登记",
        "registered": "待立项",
        "approved": "已立项",
        "assigned": "已交办",
        "in_progress": "办理中",
        "suspended": "暂停",
        "reported": "已反馈待核验",
        "in_review": "核验中",
        "closed": "已办结",
        "struck_off": "已销号",
        "archived": "已归档",
        "standing": "长期坚持",
        "declined": "不立项",
        "handed_back": "已退办",
        "merged": "已并入",
        "split": "已拆分",
        "cancelled": "已撤销",
        "transferred": "转其他程序",
    }
)

LEVELS = MappingProxyType({"remind": 1, "chase": 2, "warn": 3})
"""Acts that press a matter by letter, with the level of the letter."""

COUNTING = ("assigned", "in_progress")
AWAITING_REVIEW = ("reported", "in_review")
FINISHED = ("closed", "struck_off", "archived", "declined", "merged", "split", "cancelled", "transferred")
DONE = ("closed", "struck_off", "archived")
"""States of what was done to its end."""
DISCONTINUED = tuple(state for state in FINISHED if state not in DONE)
"""States of what ended without being done: nobody waits for it any more, and it counts as neither closed nor open."""
POINTERS = ("merged", "split")
UNREVIEWED = ("registered", "declined")
"""States of a closed loop before anybody but the registrar has said that the matter is one."""
POINTING = ("merge", "split", RECORD)
"""Acts whose related matters stand for the matter from now on."""
OPENING = ("register", RECORD, "branch")
"""Acts that begin a matter."""
TOGETHER = ("branch", "absorb", RECORD)
"""Acts that are the other half of another, or of an import, and never chosen by themselves."""


def act_label(act: str) -> str:
    """The act's Chinese name; an unknown act is shown as written."""
    return ACTS.get(act, act)


def state_label(state: str) -> str:
    """The state's Chinese name; an unknown state is shown as written."""
    return STATES.get(state, state)
