"""A copy for release tells no figure, not even its width, and names nobody the rules or the organisation know."""

from __future__ import annotations

from taizhang.masking.rules import read_rules
from taizhang.reports.paper import Number, Paper, PaperTable, Paragraph, Quoted, Run, Text, Unresolved
from taizhang.reports.releasing import release, unit_rules
from taizhang.terms.period import Period
from taizhang.terms.scope import Unit

RULES = read_rules('[[place]]\ntext = "青岚县"\nmask = "某县"\n[[name]]\ntext = "云水谣"\n')


def paper(*runs: Run) -> Paper:
    """A paper of one paragraph, from a county that is to stay unnamed."""
    return Paper(
        "p", "青岚县人民政府办公室报告", Period.year(2026), (Paragraph(runs),), "县委考核组", ("青岚县人民政府办公室",)
    )


def text(made: Paper) -> str:
    """The words of its first paragraph."""
    block = made.blocks[0]
    assert isinstance(block, Paragraph)
    return block.text


def test_every_figure_has_the_same_mask_whatever_its_width_and_wherever_it_came_from() -> None:
    given = paper(
        Text("排查"),
        Number("1,286处", "a"),
        Text("，整改率"),
        Number("100%", "b"),
        Text("，投入"),
        Quoted("3.25亿元", "决算"),
        Text("，培训12人，"),
        Unresolved("【缺】", "没有数"),
        Text("。"),
    )
    made = release(given, RULES)
    assert text(made.paper) == "排查×××处，整改率×××%，投入×××亿元，培训×××人，×××。"
    assert made.paper.cells == {}


def test_names_are_replaced_alike_in_title_text_and_tables_and_nothing_is_left() -> None:
    block = PaperTable(("单位",), ((((Text("青岚县"),)),),), "青岚县各单位")
    given = Paper("p", "青岚县报告", Period.year(2026), (Paragraph((Text("青岚县云水谣同志到青岚县。"),)), block))
    made = release(given, RULES)
    assert (made.paper.title, text(made.paper)) == ("某县报告", "某县某人甲同志到某县。")
    table = made.paper.blocks[1]
    assert isinstance(table, PaperTable)
    assert (table.caption, table.rows[0][0][0].text) == ("某县各单位", "某县")
    assert made.residue == ()
    assert {(one.before, one.after) for one in made.replaced} == {("青岚县", "某县"), ("云水谣", "某人甲")}


def test_units_of_the_organisation_stay_apart_and_a_character_inside_other_words_is_never_touched() -> None:
    rules = read_rules("")
    units = unit_rules([Unit("霁桥镇", aliases=("霁桥",)), Unit("住房和城乡建设局", aliases=("住建局",))])
    given = paper(Text("霁桥镇、住建局、住房和城乡建设局推进城乡建设。"))
    made = release(given, type(rules)(rules=units))
    assert text(made.paper) == "某单位甲、某单位乙、某单位乙推进城乡建设。"


def test_what_may_still_betray_the_body_is_named() -> None:
    made = release(paper(Text("青岚的同志们。")), RULES)
    assert [one.code for one in made.residue] == ["MSK-010"]
