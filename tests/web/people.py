"""The people of the tests: role and unit of each, all invented."""

from __future__ import annotations

BODY = "沄翀县人民政府办公室"
PASSWORD = "T7-abcde-fghij-kmnpq"
TOWN, OTHER = "溦桥乡", "崟溪镇"
PEOPLE = {
    "赵督查": ("supervisor", BODY),
    "孙督查": ("supervisor", BODY),
    "李县长": ("leader", BODY),
    "周副县长": ("leader", BODY),
    "钱承办": ("handler", TOWN),
    "王承办": ("handler", TOWN),
    "郑镇长": ("unit_head", TOWN),
    "韩副镇长": ("unit_head", TOWN),
    "何承办": ("handler", OTHER),
    "吴撰稿": ("drafter", BODY),
    "许审核": ("approver", BODY),
    "冯考核": ("assessor", BODY),
    "陈查阅": ("reader", BODY),
    "安全员": ("security_admin", BODY),
    "审计员": ("audit_admin", BODY),
    "系统员": ("system_admin", BODY),
}
