"""Whether a cell reads like a heading: told by its form and by the words offices end headings with."""

from __future__ import annotations

import re
from decimal import Decimal

from taizhang.intake.cells import read_date
from taizhang.intake.headings import SynonymTable
from taizhang.intake.sheets import Cell
from taizhang.terms.characters import squeeze

# Chosen: longer words are a sentence; a unit in brackets may add a dozen characters.
LONGEST_LABEL = 24
# Words a column heading ends with. Collected from the headings of the declared ledgers and from the labelled headings of
# the training half of a public set of Chinese tables; measured on the other half (benchmarks/intake/tables.py).
_ENDS = re.compile(
    r"(?:序号?|编号|代码|编码|字号|文号|号码?|名称|名|姓名|日期|时间|年份|年度|年月|月份|期限|时限|期间|单位|部门|科室|乡镇|街道|社区|村|属地|"
    r"类[别型]|种类|分类|性质|级别?|等[级次]|层级|方式|形式|来源|渠道|金额|资金|款项?|费用?|单价|总价|价格?|数量?|人数|户数|个数|次数|件数|面积|长度|里程|"
    r"率|比例|占比|百分比|得分|分值|分数|成绩|备注|说明|情况|状态|进度|进展|结果|结论|意见|内容|事项|事由|原因|措施|要求|标准|依据|目标|任务|"
    r"问题|隐患|地点|地址|位置|点位|场所|部位|区域|范围|目的地|人员?|者|领导|干部|职务|职称|岗位|学历|性别|年龄|民族|电话|手机|联系方式|证件?号?|"
    r"规格|型号|品名|物品|设备|项目|工程|材料|文件|标题|主题|议题|题目|摘要|收入|支出|余额|结存|库存|结余|[借贷]方|合计|小计|总计|累计|"
    r"[上下]半年|季度|[一二三四]季|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?|20\d\d年|签[名字收]|完成|销号|整改|是否.{0,6}|有无.{0,6}|"
    r"对象|户主|职责|权限|投入|产出|产量|规模|指标|计划|实际|同比|增[减长幅]|期[初末]|本[期年月]|上[期年月]|编制|构成|去向|用途|量|额|度|值|期|法|式|员|长)$"
)
_NUMBER = re.compile(r"[-+]?[\d,.]+(?:[%％万亿]?(?:元|升|公里|人|件|个|次|户|米|吨|亩|平方米|km|L|kg)?)")
_MONTH = re.compile(
    r"(?:20\d\d年(?:度)?)?(?:第?[一二三四1-4]季度?|1?\d月份?|[一二三四五六七八九十]{1,2}月份?|20\d\d年(?:度)?|[上下]半年|1?\d日|周[一二三四五六日])"
)
_SENTENCE = re.compile(r"[。；！？]|[:：].|，.*，")


class AsWritten(SynonymTable):
    """Headings in the office's own words: without white space, nothing else changed."""

    def __init__(self) -> None:
        super().__init__({})

    def _key(self, text: str) -> str:
        return "".join(text.split())


AS_WRITTEN = AsWritten()


def bare(words: str) -> str:
    """A heading without what stands in brackets at its end and without marks: 投入（万元）* → 投入."""
    return re.sub(r"[(（\[【][^()（）]*[)）\]】]$", "", squeeze(words).strip("*＊:：")) or squeeze(words)


def is_label(cell: Cell) -> bool:
    """Whether the cell may stand in a heading: a few words, no sentence, no number, no day."""
    if not isinstance(cell, str):
        return isinstance(cell, Decimal) and 2000 <= cell <= 2100 and cell == int(cell)
    words = squeeze(cell).removeprefix("其中:")
    if not words or len(words) > LONGEST_LABEL + 12 or len(bare(words)) > LONGEST_LABEL:
        return False
    if _MONTH.fullmatch(words):
        return True
    if _SENTENCE.search(re.sub(r"[(（].*?[)）]", "", words)) or _NUMBER.fullmatch(words):
        return False
    read = read_date(cell, 2000)
    return bool(read.reason) and read.reason in ("not_a_date", "year_unknown")


def says_heading(cell: Cell) -> bool:
    """Whether the cell ends as headings do."""
    if not isinstance(cell, str):
        return False
    words = bare(cell)
    return bool(_ENDS.search(words) or _MONTH.fullmatch(words))
