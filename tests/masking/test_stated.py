"""The numbers a passage states: all of them, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from taizhang.masking.stated import numbers_in


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("全年办结信访事项1,284批次，同比下降12.5%。", ["1,284", "12.5"]),
        ("共排查隐患１２处，整改九十三处。", ["１２", "九十三"]),
        ("化解率达百分之九十三点七。", ["百分之九十三点七"]),
        ("召开会议三次，参加四十余人次。", ["三", "四十"]),
        ("处置110件、1100件、120起。", ["110", "1100", "120"]),
        ("拨打110报警电话，12345热线受理35件。", ["35"]),
        ("（一）压实责任。第三条规定五个方面。", ["五"]),
        ("1.抓学习。2024年办结6件。", ["2024", "6"]),
        ("根据湉政办发〔2024〕15号，三重一大事项统一报批。", []),
        ("PM2.5平均浓度31微克。", ["31"]),
    ],
)
def test_numbers_are_found_and_set_phrases_left_alone(text: str, stated: list[str]) -> None:
    assert [slot.written for slot in numbers_in(text)] == stated


def test_a_slot_points_at_what_was_written() -> None:
    text = "一、概况\n全镇共有12个村、３千余户。"
    assert all(text[slot.start : slot.end] == slot.written for slot in numbers_in(text))
