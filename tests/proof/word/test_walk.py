"""What stands in a Word file is read as its reader sees it."""

from __future__ import annotations

import pytest

from taizhang.proof.word.package import Package, parse_part
from taizhang.proof.word.walk import PackageParagraphs
from tests.proof.word.build import docx, p, t


def _read(body: str, **parts: str) -> list[str]:
    return [one.text for one in PackageParagraphs(Package(docx(body, **parts))).paragraphs if one.number]


def _sdt(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


_BOX = "<w:txbxContent>" + p("框里的话") + "</w:txbxContent>"


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        (p(t("共受理"), _sdt(t("30")), t("件")), ["共受理30件"]),
        (_sdt(p("块级控件里的段落")), ["块级控件里的段落"]),
        (p(t("办结"), '<w:ins w:id="1" w:author="a">' + t("二十") + "</w:ins>", t("件")), ["办结二十件"]),
        (p(t("办结"), '<w:del w:id="1"><w:r><w:delText>十</w:delText></w:r></w:del>', t("件")), ["办结件"]),
        (
            p('<w:moveFrom w:id="1">' + t("走") + "</w:moveFrom>", '<w:moveTo w:id="2">' + t("来") + "</w:moveTo>"),
            ["来"],
        ),
        (p("前半", properties='<w:rPr><w:del w:id="3"/></w:rPr>') + p("后半"), ["前半后半"]),
        (p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>", "看得见"), ["看得见"]),
        (p('<w:hyperlink r:id="x">' + t("链接") + "</w:hyperlink>"), ["链接"]),
        (p('<w:fldSimple w:instr=" PAGE ">' + t("7") + "</w:fldSimple>"), ["7"]),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>"), ["甲\t乙\n丙"]),
        (p("<w:r><w:ruby><w:rt>" + t("zi") + "</w:rt><w:rubyBase>" + t("字") + "</w:rubyBase></w:ruby></w:r>"), ["字"]),
        (p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), ["x=1"]),
        (
            p(
                "外面",
                f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{_BOX}</wps:txbx></mc:Choice><mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            ),
            ["外面", "框里的话"],
        ),
    ],
)
def test_each_way_to_hold_words_is_read_as_it_is_seen(body: str, seen: list[str]) -> None:
    assert _read(body) == seen


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    signs = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    instruction = "<w:r><w:instrText> DATE </w:instrText></w:r>"
    assert _read(p(signs[0], instruction, t("藏"), signs[1], t("2026年"), signs[2], t("底"))) == ["2026年底"]


def test_automatic_numbers_are_part_of_the_text() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(
            (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
        )
    )
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    style = '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'

    def numbered(level: int, text: str) -> str:
        return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>')

    styled = p("总体情况", properties='<w:pStyle w:val="H1"/>')
    body = styled + numbered(1, "成效") + numbered(2, "甲") + numbered(2, "乙") + numbered(1, "问题") + styled
    assert _read(body, numbering=numbering, styles=style) == [
        "一、总体情况",
        "（一）成效",
        "1.甲",
        "2.乙",
        "（二）问题",
        "二、总体情况",
    ]


def test_tables_are_read_cell_by_cell_and_deleted_rows_are_not() -> None:
    def row(*cells: str, properties: str = "") -> str:
        return f"<w:tr>{properties}{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in cells)}</w:tr>"

    gone = row("删", "去", properties='<w:trPr><w:del w:id="1"/></w:trPr>')
    body = f"<w:tbl>{row('单位', '件数')}{gone}{_sdt(row('甲镇', '3'))}</w:tbl>"
    walk = PackageParagraphs(Package(docx(body)))
    assert [(one.text, one.cell) for one in walk.paragraphs] == [
        ("单位", (1, 1)),
        ("件数", (1, 2)),
        ("甲镇", (3, 1)),
        ("3", (3, 2)),
    ]


def test_notes_and_footers_come_after_the_body() -> None:
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{p("x")}</w:footnote><w:footnote w:id="2">{p("注释")}</w:footnote>'
    )
    assert _read(p("正文"), footnotes=notes, footer=p("— 1 —")) == ["正文", "注释", "— 1 —"]


@pytest.mark.parametrize(
    ("path", "seen"),
    [("/d:cells[1]/d:cell[2]", "共1286件"), ("/d:cells[1]/d:cell[9]", "共1285件"), ("//d:cell", "共1285件")],
)
def test_a_bound_control_shows_what_it_is_bound_to(path: str, seen: str) -> None:
    binding = f'<w:dataBinding w:prefixMappings="xmlns:d=\'urn:d\'" w:xpath="{path}" w:storeItemID="{{AB}}"/>'
    body = p(t("共"), f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{t('1285')}</w:sdtContent></w:sdt>", t("件"))
    package = Package(docx(body))
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    package.put("word/item.xml", parse_part(b'<cells xmlns="urn:d"><cell>7</cell><cell>1286</cell></cells>', "item"))
    package.put(
        "word/props.xml", parse_part(f'<ds:datastoreItem xmlns:ds="{space}" ds:itemID="{{ab}}"/>'.encode(), "props")
    )
    package.relate("word/document.xml", "customXml", "item.xml")
    package.relate("word/item.xml", "customXmlProps", "props.xml")
    assert [one.text for one in PackageParagraphs(Package(package.to_bytes())).paragraphs] == [seen]
