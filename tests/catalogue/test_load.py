"""Catalogue files: every fault at once, each with its file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.catalogue.load import examine, load
from taizhang.catalogue.resolve import _digest_declared, digest
from taizhang.shipped import CATALOGUE
from taizhang.terms.problem import Refused

GOOD = """
[vocabulary.state]
title = "状态"
done = ["已完成"]
[vocabulary.state.values]
"已完成" = ["办结"]
"办理中" = []

[ledger.visit]
title = "走访台账"
noun = "走访"
counter = "次"
lifecycle = "closed_loop"
key = ["no"]
unit = "unit"
[ledger.visit.field]
no = { title = "编号", required = true, headings = ["编号"] }
unit = { title = "单位", type = "unit", group = true, headings = ["单位"] }
opened = { title = "登记日期", type = "date", headings = ["登记日期"] }
closed = { title = "办结日期", type = "date", headings = ["办结日期"] }
state_word = { title = "状态", type = "choice", choices = "state", headings = ["状态"] }
persons = { title = "人数", type = "integer", unit = "人", headings = ["人数"] }

[figure.visit_opened]
title = "走访次数"
ledger = "visit"
kind = "flow"
date = "opened"
unit = "次"

[figure.visit_rate]
title = "办结率"
kind = "ratio"
of = ["visit_opened"]
over = ["visit_opened"]
"""


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_good_catalogue_resolves(tmp_path: Path) -> None:
    catalogue = load(write(tmp_path, GOOD))
    assert catalogue.figures["visit_rate"].unit == "%"
    assert catalogue.figures["visit_rate"].decimals == 2
    assert catalogue.ledgers["visit"].groups == ("unit",)
    assert len(catalogue.revision) == 64


def test_the_shipped_catalogue_has_no_problem() -> None:
    catalogue, problems = examine(CATALOGUE)
    assert catalogue is not None
    assert problems == ()
    assert len(catalogue.figures) > 150


FAULTS = [
    ('counter = "次"\n', 'counter = "次"\nconter = "次"\n', "CAT-004", "conter"),
    ('kind = "flow"', 'kind = "flaw"', "CAT-004", "flaw"),
    ('type = "integer"', 'type = "int"', "CAT-004", "int"),
    ('noun = "走访"\n', "", "CAT-004", "noun"),
    ('noun = "走访"', "noun = 3", "CAT-004", "3"),
    ('noun = "走访"', "noun = 走访", "CAT-001", "TOML"),
    ("[ledger.visit]", "[leger.visit]", "CAT-002", "leger"),
    ('choices = "state"', 'choices = "stat"', "CAT-012", "stat"),
    ('key = ["no"]', 'key = ["nr"]', "CAT-012", "nr"),
    ('key = ["no"]', 'key = ["no"]\nregistration = { house = true }', "CAT-040", "系统自己写"),
    ('date = "opened"', 'date = "opend"', "CAT-032", "opend"),
    ('date = "opened"', 'date = "persons"', "CAT-032", "persons"),
    ('date = "opened"\n', "", "CAT-030", "date"),
    ('unit = "次"\n\n', 'unit = "次"\nwhere = "level = 1"\n\n', "CAT-012", "level"),
    ('unit = "次"\n\n', 'unit = "次"\nwhere = "persons like 1"\n\n', "CAT-020", "LIKE"),
    ('unit = "次"\n\n', 'unit = "次"\nmeasure = "persons"\n\n', "CAT-031", "measure"),
    ('over = ["visit_opened"]', 'over = ["visit_open"]', "CAT-012", "visit_open"),
    ('over = ["visit_opened"]', 'over = ["visit_rate"]', "CAT-033", "visit_rate"),
    ("[figure.visit_opened]", '[figure."走访"]', "CAT-010", "走访"),
    ("persons = {", "start = {", "CAT-010", "start"),
]


@pytest.mark.parametrize(("old", "new", "code", "word"), FAULTS, ids=[fault[2] + fault[3] for fault in FAULTS])
def test_each_fault_names_its_file_its_line_and_what_is_wrong(
    tmp_path: Path, old: str, new: str, code: str, word: str
) -> None:
    assert old in GOOD
    _, problems = examine(write(tmp_path, GOOD.replace(old, new, 1)))
    found = [problem for problem in problems if problem.code == code]
    assert found, [str(problem) for problem in problems]
    assert any(word in problem.message or word in problem.place.key for problem in found)
    assert all(problem.place.file.endswith("a.toml") for problem in found)
    assert all(problem.place.line > 0 for problem in found if "TOML" not in word and code != "CAT-002")
    assert all(problem.message.endswith("。") for problem in found)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('choices = "state"', 'choices = "stat"').replace('date = "opened"', 'date = "opend"')
    _, problems = examine(write(tmp_path, text))
    assert {problem.code for problem in problems} >= {"CAT-012", "CAT-032"}


def test_the_line_is_the_line_of_the_fault(tmp_path: Path) -> None:
    text = GOOD.replace('kind = "flow"', 'kind = "flaw"')
    _, problems = examine(write(tmp_path, text))
    assert problems[0].place.line == text[: text.index('kind = "flaw"')].count("\n") + 1


def test_a_name_declared_twice_in_one_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(
        tmp_path,
        '[figure.visit_rate]\ntitle = "又一个"\nkind = "ratio"\nof = ["visit_opened"]\nover = ["visit_opened"]\n',
        "b.toml",
    )
    with pytest.raises(Refused) as refused:
        load(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["CAT-003"]


def test_a_later_folder_replaces_a_declaration_of_the_same_name(tmp_path: Path) -> None:
    first = write(tmp_path / "shipped", GOOD)
    second = write(
        tmp_path / "own",
        '[figure.visit_opened]\ntitle = "入户走访"\nledger = "visit"\nkind = "flow"\ndate = "closed"\n',
    )
    assert load(first, second).figures["visit_opened"].title == "入户走访"


def test_the_hash_follows_what_is_counted_and_not_how_it_is_called(tmp_path: Path) -> None:
    def figure(text: str, name: str) -> str:
        return load(write(tmp_path / name, text)).figures["visit_rate"].hash

    assert figure(GOOD, "a") == figure(GOOD.replace("走访次数", "走访（次）"), "b")
    assert figure(GOOD, "c") != figure(GOOD.replace('date = "opened"', 'date = "closed"'), "d")


def test_a_family_gives_a_figure_to_every_ledger_that_takes_it(tmp_path: Path) -> None:
    family = (
        '\n[[ledger.visit.family]]\nfamily = "loop"\nprefix = "big"\nwhere = "persons > 10"\n'
        '[family.loop]\ntitle = "闭环"\n[family.loop.figure.opened]\ntitle = "登记{noun}"\nkind = "flow"\ndate = "opened"\nunit = "{counter}"\n'
    )
    figure = load(write(tmp_path, GOOD + family)).figures["visit_big_opened"]
    assert (figure.title, figure.unit, figure.declared.where) == ("登记走访", "次", "(persons > 10)")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes('noun = "走访"'.encode("gb18030"))
    _, problems = examine(tmp_path)
    assert [problem.code for problem in problems] == ["CAT-001"]


def test_the_same_files_are_resolved_once_wherever_they_lie_and_a_changed_byte_anew(tmp_path: Path) -> None:
    for name in ("here", "there"):
        write(tmp_path / name, GOOD)
    first = load(tmp_path / "here")
    assert load(tmp_path / "there") is first
    assert load(tmp_path / "here", profile="") is not first
    file = write(tmp_path / "here", GOOD.replace("走访台账", "家访台账")) / "a.toml"
    assert load(tmp_path / "here").revision != first.revision
    file.write_text(GOOD, encoding="utf-8")
    assert load(tmp_path / "here") is first
    templates = tmp_path / "here" / "templates"
    templates.mkdir()
    (templates / "mini.md").write_bytes("第一行\r\n第二行\r\n".encode())
    assert load(tmp_path / "here").templates == {**first.templates, "mini": "第一行\n第二行\n"}


def test_a_refusal_names_the_file_it_stands_in_now(tmp_path: Path) -> None:
    for name in ("here", "there"):
        file = write(tmp_path / name, "[ledger.x]\n") / "a.toml"
        with pytest.raises(Refused) as refused:
            load(tmp_path / name)
        assert {one.place.file for one in refused.value.problems} == {str(file)}


@given(
    st.dictionaries(
        st.text(),
        st.recursive(
            st.text() | st.booleans() | st.none() | st.integers(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        ),
    )
)
def test_declarations_have_the_digest_of_their_canonical_json_whichever_writes_it(value: dict[str, object]) -> None:
    """Editions keep the hashes of figures: they are the same for ever."""
    assert _digest_declared(value) == digest(value)
