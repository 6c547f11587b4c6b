"""A copy hides what the rules name, alike everywhere, leaves the rest as written, and tells what may still speak."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.masking.mask import Replaced, apply, mask, pieces
from taizhang.masking.rules import MaskingRule, Rules, read_rules

RULES = read_rules("""
[[unit]]
text = "湉陂县信访局"
also = ["县信访局"]
[[place]]
text = "湉陂县"
also = ["湉陂"]
mask = "某县"
[[place]]
text = "沅塘镇"
[[name]]
text = "甄守拙"
[figures]
keep = ["2024年"]
[numbers]
[keep]
text = ["湉陂豆腐"]
""")


def test_the_longest_declared_text_wins_and_each_thing_is_always_the_same() -> None:
    copy = mask("湉陂县信访局甄守拙到沅塘镇接访。县信访局甄守拙报湉陂县。", RULES)
    assert copy.text == "某单位甲某人甲到某地乙接访。某单位甲某人甲报某县。"
    assert copy.residue == ()


def test_figures_of_any_width_become_one_width() -> None:
    copy = mask("2024年化解5件、12,345件，化解率99.25%，余三十二件。", RULES)
    assert copy.text == "2024年化解×××件、×××件，化解率×××%，余×××件。"


def test_what_must_stay_stays() -> None:
    assert mask("湉陂豆腐是湉陂县的名品。", RULES).text == "湉陂豆腐是某县的名品。"


def test_document_numbers_are_masked_whole() -> None:
    copy = mask("依据湉信发〔2024〕3号办理。", RULES)
    assert copy.text == "依据某文号办理。"
    assert not copy.residue


def test_personal_numbers_are_masked_without_any_rule() -> None:
    copy = mask("电话１３８００１３８０００，身份证110101199003071234，邮箱a.b@example.cn。", Rules())
    assert copy.text == "电话〔电话〕，身份证〔身份证号〕，邮箱〔邮箱〕。"
    assert [each.kind for each in copy.replaced] == ["电话", "身份证号", "邮箱"]


def test_traditional_and_full_width_spellings_are_hidden_too() -> None:
    rules = Rules((MaskingRule("unit", ("档案局",), "某局"),))
    assert mask("檔案局與档案局。", rules).text == "某局與某局。"


def test_the_report_counts_each_spelling() -> None:
    assert mask("湉陂县与湉陂、湉陂县。", RULES).replaced == (
        Replaced("地名", "湉陂", "某县", 1),
        Replaced("地名", "湉陂县", "某县", 2),
    )


def test_residue_names_what_still_gives_it_away() -> None:
    rules = read_rules('[[place]]\ntext = "湉陂县"\n[[name]]\ntext = "甄守拙"')
    copy = mask("湉陂县今年\n湉陂人守拙等，见湉信发〔2024〕3号。", rules)
    assert copy.text.startswith("某地甲今年\n湉陂人")
    assert [(each.place.paragraph, each.place.span) for each in copy.residue] == [
        (2, (0, 2)),
        (2, (3, 5)),
        (2, (8, 19)),
    ]
    assert all(each.code == "MSK-010" and each.level == "warning" for each in copy.residue)


def test_a_mask_is_no_residue_of_itself() -> None:
    rules = Rules((MaskingRule("place", ("田北县",), "田野县"), MaskingRule("place", ("田野镇",), "某镇")))
    assert mask("田北县。", rules).residue == ()


_WORDS = st.sampled_from(
    ["湉陂县", "湉陂", "沅塘镇", "甄守拙", "县信访局", "信访", "的", "12", "三十件", "。", "\n", "〔2024〕3号", "湉"]
)


@settings(deadline=None)
@given(st.lists(_WORDS, max_size=30).map("".join))
def test_nothing_declared_is_left_and_nothing_else_is_touched(text: str) -> None:
    found = pieces(text, RULES)
    copy = apply(text, found)
    assert all(each not in copy for rule in RULES.rules for each in rule.texts)
    at = 0
    rest = []
    for piece in found:
        assert piece.start >= at
        rest.append(text[at : piece.start])
        at = piece.end
    rest.append(text[at:])
    assert all(part in copy for part in rest)
    assert mask(copy, RULES).text == copy or "〔" in text or any(sign.isdigit() for sign in text)


def test_of_two_things_that_begin_together_the_longer_is_masked() -> None:
    rules = read_rules('[[place]]\ntext = "湉信"\nmask = "某地"\n[numbers]')
    assert mask("湉信简讯，见湉信发〔2024〕3号。", rules).text == "某地简讯，见某文号。"
