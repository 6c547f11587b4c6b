"""Mutated and hostile Word files: each is read or refused with a reason; the parent never dies."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.proof.files.word import read_word
from taizhang.proof.files.word_marking import mark_word
from taizhang.proof.files.worker import DocumentOpener
from taizhang.proof.layout.format_gate import examine_form
from taizhang.proof.layout.format_repair import repair_form
from taizhang.proof.model import Finding, Spot
from taizhang.terms.problem import Refused
from tests.proof.layout.official import official
from tests.proof.word.build import docx, p, t

_SEED, _REASON = 9704, re.compile(r"^PRF-1(?:0[2-9]|1[0-3])$")
_TOKENS = re.compile(rb"<[^>]*>|[^<]+")
_MARK = Finding("X01", "content", "error", Spot(1, 0, 2), "关于", "试。", replacement="有关")


def mutations(count: int, seed: int = _SEED) -> Iterator[bytes]:
    """So many Word files, each damaged in one way or in several, as bytes or inside one of its parts."""
    dice = random.Random(seed)
    whole = _rich()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number in range(count):
        yield _torn(whole, dice) if number % 4 == 0 else _rewritten(parts, dice)


def _rich() -> bytes:
    """A small file with everything a walk has to do: lists, styles, fields, changes, boxes, notes, tables."""
    box = "<w:txbxContent>" + p("框") + "</w:txbxContent>"
    body = (
        p("关于加强督查的通知", properties='<w:pStyle w:val="H1"/><w:jc w:val="center"/>')
        + p(
            t("一、总体情况"),
            '<w:ins w:id="1">' + t("好") + "</w:ins>",
            properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>',
        )
        + p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', t("藏"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + p(f"<w:r><w:pict>{box}</w:pict></w:r>", '<w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del>')
        + f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("格")}</w:tc></w:tr></w:tbl>'
        + p("2026年3月5日")
        + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098"/></w:sectPr>'
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    styles = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="H1"/><w:rPr><w:sz w:val="44"/></w:rPr></w:style>'
    return docx(
        body,
        styles=styles,
        numbering=numbering,
        footnotes=f'<w:footnote w:id="2">{p("注")}</w:footnote>',
        footer=p("— 1 —"),
    )


def _torn(whole: bytes, dice: random.Random) -> bytes:
    content = bytearray(whole)
    for _ in range(dice.randint(1, 8)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    return bytes(content[: dice.randrange(1, len(content))] if dice.random() < 0.2 else content)


def _rewritten(parts: dict[str, bytes], dice: random.Random) -> bytes:
    name = dice.choice([one for one in parts for _ in range(4 if one == "word/document.xml" else 1)])
    tokens = _TOKENS.findall(parts[name])
    for _ in range(dice.randint(1, 4)):
        if not tokens:
            break
        at, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
        what = dice.randrange(5)
        if what == 0:
            del tokens[at]
        elif what == 1:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif what == 2:
            tokens.insert(at, tokens[other])
        elif what == 3:
            tokens[at] = re.sub(rb'"[^"]*"', b'"%d"' % dice.choice([-1, 0, 10**12, 7]), tokens[at])
        else:
            tokens[at] = tokens[at].replace(b"w:", dice.choice([b"", b"x:", b"w:w:"]), 1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for key, content in parts.items():
            archive.writestr(key, b"".join(tokens) if key == name else content)
    return buffer.getvalue()


def _run(path: Path, count: int, seed: int) -> Counter[str]:
    outcome: Counter[str] = Counter()
    with DocumentOpener() as desk:
        for number, content in enumerate(mutations(count, seed)):
            path.write_bytes(content)
            try:
                read_word(path, desk)
                if number % 10 == 1:
                    examine_form(path, desk=desk)
                    mark_word(path, [_MARK], desk=desk)
                    repair_form(path, desk=desk)
                outcome["read"] += 1
            except Refused as refused:
                (problem,) = refused.problems
                assert _REASON.match(problem.code), problem
                assert problem.message.endswith("。")
                outcome[problem.code] += 1
    return outcome


def test_two_thousand_mutations_are_read_or_refused_with_a_reason(tmp_path: Path) -> None:
    outcome = _run(tmp_path / "a.docx", 2000, _SEED)
    assert sum(outcome.values()) == 2000
    assert outcome["read"] > 300
    assert outcome["PRF-110"] > 400
    assert outcome["PRF-112"] + outcome["PRF-113"] == 0


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(25))
def test_fifty_thousand_more_are(tmp_path: Path, seed: int) -> None:
    assert sum(_run(tmp_path / "a.docx", 2000, seed).values()) == 2000


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _main(content: bytes) -> bytes:
    return _zip(**{"word/document.xml": content})


_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]>"
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "PRF-102"),
    "no zip": (b"<w:document/>", "PRF-103"),
    "old binary Word file": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "PRF-103"),
    "cut off": (official()[:3000], "PRF-104"),
    "zip bomb": (_zip(**{"word/document.xml": b"0" * 30_000_000}), "PRF-105"),
    "points outside": (_zip(**{"../word/document.xml": b"x"}), "PRF-107"),
    "macro": (_zip(**{"word/vbaProject.bin": b"x"}), "PRF-108"),
    "picture from elsewhere": (
        _zip(
            **{
                "word/_rels/document.xml.rels": b'<Relationship Type="x/image" Target="http://203.0.113.7/a.png" TargetMode="External"/>'
            }
        ),
        "PRF-108",
    ),
    "entities": (_main(_LAUGHS + b"<w:document " + _W + b">&c;</w:document>"), "PRF-109"),
    "entities far behind": (
        _main(b"<!--" + b"x" * 9000 + b"-->" + _LAUGHS + b"<w:document " + _W + b">&c;</w:document>"),
        "PRF-110",
    ),
    "deeper than any document": (_main(b"<w:document " + _W + b">" + b"<w:p>" * 100_000), "PRF-110"),
    "no main part": (_zip(**{"word/styles.xml": b"<a/>"}), "PRF-110"),
    "not WordprocessingML": (_main(b"<a/>"), "PRF-110"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_for_what_it_is(tmp_path: Path, name: str) -> None:
    content, code = HOSTILE[name]
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_word(path)
    assert [one.code for one in refused.value.problems] == [code]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="PRF-101"):
        read_word(tmp_path / "没有.docx")
