"""The people of a demonstration are called as their body calls them."""

from __future__ import annotations

import pytest

from taizhang.policy.posts import ROLES
from taizhang_site.demo import CAST, title_of


@pytest.mark.parametrize(
    ("unit", "title"),
    [
        ("沄翀县人民政府办公室", "县长"),
        ("翀岭市", "市长"),
        ("翀岭市人民政府", "市长"),
        ("沄岭省公路事业发展局", "局长"),
        ("菂湾区", "区长"),
        ("楮坨镇", "镇长"),
        ("榉塝乡", "乡长"),
        ("楮河街道", "主任"),
        ("暄桥市公路中心", "主任"),
        ("养护管理处", "处长"),
        ("局办公室", "主任"),
    ],
)
def test_the_head_of_a_unit_is_called_as_usual(unit: str, title: str) -> None:
    assert title_of(unit) == title


def test_every_role_is_played() -> None:
    assert {role for _, role, _ in CAST} == set(ROLES)
