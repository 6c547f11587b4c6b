"""What a cell, a pasted row or a form says of a field: the value, or the reason it says none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

Reason = Literal[
    "",
    "missing_required",
    "impossible_date",
    "impossible_time",
    "not_a_date",
    "year_unknown",
    "year_differs",
    "month_only",
    "day_order",
    "ditto",
    "day_unclear",
    "weekday_differs",
    "bad_number",
    "spoken_number",
    "unknown_measure",
    "negative_number",
    "long_number",
    "error_value",
    "too_narrow",
    "no_result",
    "hidden_by_format",
    "format_unclear",
    "comma_unclear",
    "struck_out",
    "struck_row",
    "example_row",
    "void_row",
    "eaten_number",
    "unknown_value",
    "unknown_unit",
    "several_units",
    "unit_with_note",
    "unit_like_another",
    "unit_group",
    "far_day",
    "future_day",
    "personal_number",
]
NIL = frozenset({"/", "—", "-", "无", "——", "--", "－", "\\", "–", "―", "／", "暂无", "空"})
BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        "missing_required": "必填项为空",
        "impossible_date": "日期不存在",
        "impossible_time": "钟点不存在，一天只有24小时",
        "not_a_date": "应填日期处不是日期",
        "year_unknown": "日期没有年份，且工作表名、标题、小标题都没有写明是哪一年",
        "year_differs": "这一栏写的年度与工作表名、标题或小标题写的年份不同，请改成一致",
        "month_only": "只写到月，没有写是哪一天，请写成几月几日；指月底的写作“3月底”",
        "day_order": "年份写在最后，分不清哪个是月、哪个是日，请写成 2026-03-01 的样子",
        "ditto": "写的是“同上”，行一排序或删去就不知是什么，请把内容写全",
        "weekday_differs": "写的星期与这一天不符，分不清哪个写错了，请核对后改正",
        "day_unclear": "这是一个小数，分不清是1日、2日、3日还是10日、20日、30日，请写成几月几日",
        "bad_number": "应填数字处不是数字",
        "spoken_number": "数的末尾省了一位（如“一万二”），分不清是12000还是10002，请写成12000或1.2万",
        "unknown_measure": "数后面的计量单位换算不成本栏的单位",
        "negative_number": "件数、金额为负数",
        "long_number": "超过15位的数字存成了数值，电子表格已丢掉末尾几位，请把这一栏设为文本后照原件重新录入",
        "error_value": "公式出错，没有得出值，请改正公式或填上值",
        "too_narrow": "只有#号：导出时这一栏太窄，没有显示出内容，请在原表里加宽这一栏，或改设为文本，再重新导出",
        "no_result": "公式没有保存计算结果，请用 Excel 或 WPS 打开、保存后再交",
        "hidden_by_format": "单元格格式显示出来的与存着的数相反或不显示，请改用普通数字格式",
        "format_unclear": "单元格格式显示的数与存着的数倍数不同，又没有写明缩小了多少倍，请改用普通数字格式，并在表头写明单位",
        "comma_unclear": "这个数里的逗号分不清是小数点还是千分位，请改写",
        "struck_out": "这一格划了删除线，看不出还算不算数；算数的请去掉删除线，不算的请清空这一格，再重新导入",
        "struck_row": "这一行划了删除线，没有计入；仍要计入的请去掉删除线，不要的请删去这一行，再重新导入",
        "example_row": "这一行像是填写示例，没有计入；是真实记录的请去掉“例”“示例”字样，不是的请删去这一行，再重新导入",
        "void_row": "这一行写明作废或重复，没有计入；仍要计入的请删去这几个字，不要的请删去这一行，再重新导入",
        "eaten_number": "编号像是被电子表格改成了日期，请把这一栏设为文本后照原件重新录入",
        "unknown_value": "选项用语不在约定范围内",
        "unknown_unit": "单位名录里没有这个单位，或简称对应不到唯一的单位",
        "several_units": "只能填一个单位，这里写了几个",
        "unit_with_note": "单位名称后面带有说明，请只写单位的全称",
        "unit_like_another": "没有登记这个单位，与它相像的是",
        "unit_group": "写的是一批单位或一个范围，不是一个单位，请写明是哪个单位",
        "far_day": "日期离今天太远，请核对年份；确是这一天的，请在导入、登记或更正这一件的页面上勾选“年份没有写错”",
        "future_day": "这一天还没有到，没有办的不能算办了；计划的日期请填在期限一栏",
        "personal_number": "写有证件号或电话，个人信息不得写进这一栏，请删去后再录入",
    }
)


@dataclass(frozen=True, slots=True)
class Read:
    """The value, or the reason there is none. about: written as approximate (约). standing: said to have no end.

    hint: what is added to the reason here.
    """

    value: date | Decimal | str | bool | tuple[str, ...] | None = None
    reason: Reason = ""
    about: bool = False
    standing: bool = False
    hint: str = ""


EMPTY = Read()
