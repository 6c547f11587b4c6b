"""A sentence that reaches a person carries its template and values, so that each language is a template of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from taizhang.intake.rows import BECAUSE as ROWS
from taizhang.policy.importing import BECAUSE as IMPORTER
from taizhang.proof.model import Spot
from taizhang.proof.telling import place
from taizhang.terms.sentence import Sentence, chain, from_plain, plain, sentence

SOURCE = Path(__file__).resolve().parents[2] / "src"
TABLE = SOURCE / "taizhang_site" / "rendering" / "sentences.tsv"
HAN = re.compile("[\u4e00-\u9fff]")
ADVICE = "write sentence('…{name}…', name=value) in place of an f-string or a sum: it has no template to translate"


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of the product, parsed."""
    files = sorted(path for name in ("taizhang", "taizhang_site") for path in (SOURCE / name).rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}


def _is_put_together(node: ast.expr | None) -> bool:
    """Whether the expression is an f-string or a sum of texts, in whichever branch."""
    if isinstance(node, ast.IfExp):
        return _is_put_together(node.body) or _is_put_together(node.orelse)
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def _functions(tree: ast.Module) -> Iterator[ast.AST]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _texts(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None]:
    """The message and the hint a problem is made with."""
    named = {word.arg: word.value for word in call.keywords}
    message = call.args[1] if len(call.args) > 1 else named.get("message")
    return message, call.args[3] if len(call.args) > 3 else named.get("hint")


def untranslatable(tree: ast.Module) -> Iterator[int]:
    """Lines that put a problem's message or hint together by hand."""
    for function in _functions(tree):
        assigned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        assigned.setdefault(target.id, []).append(node.value)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
                for text in _texts(node):
                    given = assigned.get(text.id, []) if isinstance(text, ast.Name) else [text]
                    yield from (node.lineno for one in given if _is_put_together(one))


def test_no_problem_is_put_together_without_a_template() -> None:
    found = {path: sorted(set(untranslatable(tree))) for path, tree in trees().items()}
    wrong = [f"{path.relative_to(SOURCE)}:{line}" for path, lines in found.items() for line in lines]
    assert wrong == [], ADVICE


def test_the_rule_sees_an_f_string_and_a_sum_also_by_way_of_a_name() -> None:
    straight = 'def f(x):\n    return Problem("A-1", f"{x}错了。", NOWHERE, "请" + x)\n'
    by_name = 'def f(x):\n    says = f"{x}错了。" if x else "错了。"\n    return Problem("A-1", says)\n'
    good = 'def f(x):\n    says = sentence("{x}错了。", x=x)\n    return Problem("A-1", says, hint="请改正。")\n'
    assert [list(untranslatable(ast.parse(text))) for text in (straight, by_name, good)] == [[2, 2], [3], []]


def english() -> dict[str, str]:
    """Chinese template → English template."""
    folder = SOURCE / "taizhang_site" / "rendering"
    lines = [
        line for name in ("sentences", "english") for line in (folder / f"{name}.tsv").read_text("utf-8").split("\n")
    ]
    return dict(line.split("\t", 1) for line in lines if "\t" in line and not line.startswith("#"))


def _written(node: ast.expr) -> Iterator[str]:
    """The texts an expression may be, as far as they are written out."""
    if isinstance(node, ast.IfExp):
        yield from _written(node.body)
        yield from _written(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
        yield node.value


def said_in(tree: ast.Module) -> Iterator[str]:
    """Every template, and every text that a problem is made with: straight, by a name, or by a helper of the module."""
    functions = list(_functions(tree))
    makers = {"Problem", "Hit", "Fault", "sentence"}
    for function in functions:
        if any(isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem" for node in ast.walk(function)):
            makers.add(getattr(function, "name", ""))
    used = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in makers:
            for given in (*node.args, *(word.value for word in node.keywords)):
                used |= {given.id} if isinstance(given, ast.Name) else set()
                yield from (text for text in _written(given) if "。" in text or ast.unparse(node.func) == "sentence")
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id in used for one in node.targets):
            yield from (text for text in _written(node.value) if text.endswith("。"))


def test_no_problem_lacks_its_english_template() -> None:
    known, missing = english(), set()
    for path, tree in trees().items():
        for text in said_in(tree):
            parts = [part for part in re.split("(?<=。)", text) if part]
            if text not in known and not all(part in known for part in parts):
                missing.add(f"{path.relative_to(SOURCE)}: {text}")
    assert sorted(missing) == [], "add a line to taizhang_site/rendering/sentences.tsv: Chinese, a tab, English"


def test_every_reason_a_row_is_refused_for_has_its_english_twin() -> None:
    reasons = [*ROWS.values(), *IMPORTER.values()]
    templates = [one.template if isinstance(one, Sentence) else one for one in reasons]
    assert [one for one in templates if one not in english()] == []


def test_every_place_of_a_template_stands_in_both_languages_and_no_template_twice() -> None:
    for chinese, text in english().items():
        assert _places(chinese) == _places(text), chinese
    written = [line.split("\t")[0] for line in (TABLE.read_text("utf-8")).split("\n") if "\t" in line]
    assert len(written) == len(set(written))


def test_no_template_is_left_over_from_a_sentence_that_is_said_no_more() -> None:
    written = {
        part
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for part in (node.value, *re.split("(?<=。)", node.value))
    }
    spots = [Spot(2, start, end, page) for page in (0, 1) for start, end in ((0, 0), (0, 1), (0, 2))]
    written |= {one.template for one in map(place, spots) if isinstance(one, Sentence)}
    others = "\n".join(
        path.read_text("utf-8")
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in (".html", ".toml", ".txt", ".md", ".ts") or path.name == "english.tsv"
    )
    lines = [line.split("\t")[0] for line in TABLE.read_text("utf-8").split("\n") if "\t" in line]
    left = [one for one in lines if one not in written and one not in others and not one.startswith("#")]
    assert left == [], "take these lines out of taizhang_site/rendering/sentences.tsv"


def _places(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", template.replace("{{", "").replace("}}", "")))


def test_every_place_of_a_template_is_given_a_value_and_no_value_is_given_in_vain() -> None:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "sentence" and node.args):
                continue
            template = node.args[0]
            if isinstance(template, ast.Constant) and all(word.arg for word in node.keywords):
                assert _places(str(template.value)) == {word.arg for word in node.keywords}, f"{path}:{node.lineno}"


def test_a_sentence_is_a_text_that_remembers_how_it_was_made() -> None:
    made = sentence("“{name}”有{count}件。", name="信访", count=3)
    assert made == "“信访”有3件。"
    assert isinstance(made, Sentence)
    assert (made.template, dict(made.values)) == ("“{name}”有{count}件。", {"name": "信访", "count": 3})


def test_a_sentence_comes_back_whole_from_its_plain_form() -> None:
    inner = sentence("还剩{days}天", days=2)
    made = sentence("{what}；可以：{acts}。", what=inner, acts=chain(("办结", "退回"), "、"))
    back = from_plain(plain(made))
    assert back == made == "还剩2天；可以：办结、退回。"
    assert isinstance(back, Sentence)
    assert plain(back) == plain(made)
    assert from_plain(plain("一句话。")) == "一句话。"


def test_a_place_without_a_value_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        sentence("“{name}”错了。", title="信访")
