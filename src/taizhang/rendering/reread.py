"""Reads an edited Word document again and tells what no longer agrees with the paper it was written from."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from taizhang.confine.packages import examine
from taizhang.rendering.beside import misplaced
from taizhang.rendering.controls import CODE, kind_of_tag, tag_of, words_in_control
from taizhang.rendering.elements import name
from taizhang.reports.lineage import lineage
from taizhang.reports.paper import Paper, Paragraph, Quoted, Run, Text
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

_MAIN = "word/document.xml"


def reread(path: Path, paper: Paper) -> tuple[Problem, ...]:
    """Everything in the document that the paper does not say, in reading order, then what is gone from it.

    DOC-001: the words of a control are others than the paper's. DOC-002: a control of the paper is gone.
    DOC-003: a control the paper does not have. DOC-004: a number typed in outside every control. DOC-005: a number
    stands where the paper has another. DOC-006: its unit or direction was changed beside the control. Raises
    Refused (DOC-010) when the file is no Word document or may not be opened.
    """
    paragraphs = list(_paragraphs(_body(path)))
    expected = [(tag_of(run), words_in_control(run)) for _, run in paper.runs() if not isinstance(run, Text)]
    found = list(_changed_controls(paragraphs, list(expected), path.name))
    beside = misplaced(paragraphs, paper, path.name)
    typed = _typed_numbers(paragraphs, paper, path.name)
    return (*found, *beside, *typed, *_missing_controls(paragraphs, expected, path.name))


def _body(path: Path) -> etree._Element:
    hint = "请选择由本系统生成、用 Word 或 WPS 改过并存为 .docx 的文件。"
    fault = examine(path, office=True) if path.is_file() else None
    if not path.is_file() or fault:
        message = sentence(fault.template, **fault.values) if fault else "没有这个文件。"
        raise Refused(Problem("DOC-010", sentence("文稿打不开：{why}", why=message), Place(file=path.name), hint))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as archive:
            return etree.fromstring(archive.read(_MAIN), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError) as error:
        raise Refused(Problem("DOC-010", "文稿打不开：不是 Word 文档。", Place(file=path.name), hint)) from error


def _paragraphs(body: etree._Element) -> Iterator[list[tuple[str, str]]]:
    """Each paragraph as stretches of (tag, words); words outside every control have the tag ''."""
    for paragraph in body.iter(name("p")):
        if any(str(one.get(name("val"))).startswith(CODE) for one in paragraph.iter(name("tag"))):
            continue  # a frozen paper's own code
        stretches: list[tuple[str, str]] = []
        inside: etree._Element | None = None
        for words in paragraph.iter(name("t")):
            control = next((one for one in words.iterancestors() if one.tag == name("sdt")), None)
            text = words.text or ""
            if stretches and control is inside:
                stretches[-1] = (stretches[-1][0], stretches[-1][1] + text)
            else:
                stretches.append((_tag(control), text))
            inside = control
        yield stretches


def _tag(control: etree._Element | None) -> str:
    found = control.find(f"{name('sdtPr')}/{name('tag')}") if control is not None else None
    return str(found.get(name("val")) or "") if found is not None else ""


def _changed_controls(
    paragraphs: list[list[tuple[str, str]]], expected: list[tuple[str, str]], file: str
) -> Iterator[Problem]:
    """Controls whose words are others than the paper's, and controls it does not have."""
    for number, stretches in enumerate(paragraphs, 1):
        at = 0
        for tag, words in stretches:
            place = Place(file=file, paragraph=number, span=(at, at + len(words)))
            at += len(words)
            if not tag or (tag, words) in expected:
                if tag:
                    expected.remove((tag, words))
                continue
            said = next((text for own, text in expected if own == tag), None)
            if said is None:
                hint = "多半是复制粘贴带来的；请改为普通文字，或从模板重新生成。"
                yield Problem(
                    "DOC-003", sentence("“{words}”挂着文稿里没有的出处“{tag}”。", words=words, tag=tag), place, hint
                )
                continue
            expected.remove((tag, said))
            what = "数字" if kind_of_tag(tag) == "number" else "文字"
            hint = "有出处的内容不能在 Word 里改：请改台账里的记录后重新起草。"
            yield Problem(
                "DOC-001", sentence("{what}“{said}”被改成了“{words}”。", what=what, said=said, words=words), place, hint
            )


def _missing_controls(
    paragraphs: list[list[tuple[str, str]]], expected: list[tuple[str, str]], file: str
) -> Iterator[Problem]:
    """Controls of the paper that the document no longer has."""
    there = [tag for stretches in paragraphs for tag, _ in stretches if tag]
    for tag, words in expected:
        if tag in there:
            there.remove(tag)
            continue
        hint = "数可以随文字一起删去；如是误删，请重新生成文稿。"
        yield Problem(
            "DOC-002",
            sentence("“{words}”和它的出处被删去了。", words=words),
            Place(file=file, matter=tag),
            hint,
            "warning",
        )


def _typed_numbers(paragraphs: list[list[tuple[str, str]]], paper: Paper, file: str) -> Iterator[Problem]:
    """Numbers written outside every control which the paper did not hold there either."""
    blocks = tuple(Paragraph(tuple(_run(tag, words) for tag, words in stretches)) for stretches in paragraphs)
    own = [one.words for one in lineage(paper) if one.kind == "number" and not one.sourced]
    for mention in lineage(replace(paper, blocks=blocks)):
        if mention.kind != "number" or mention.sourced:
            continue
        if mention.words in own:
            own.remove(mention.words)
            continue
        place = Place(file=file, paragraph=mention.paragraph, span=mention.span)
        message = sentence("数字“{words}”是在 Word 里手工写的，没有出处。", words=mention.words)
        yield Problem("DOC-004", message, place, "请在模板里用 {{figure:…}} 或 {{quote:数|出处}} 写明后重新起草。")


def _run(tag: str, words: str) -> Run:
    return Quoted(words, tag) if tag else Text(words)
