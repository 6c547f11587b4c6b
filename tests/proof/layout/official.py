"""An official document written by hand to the standard, every value of its look open to be planted wrong."""

from __future__ import annotations

from collections.abc import Mapping

from tests.proof.word.build import docx

SENTENCE = (
    "各单位要对照年初任务清单逐项梳理进展，明确责任单位和完成时限，按月报送办理情况，确保件件有着落、事事有回音。"
)
RIGHT: dict[str, str] = {
    "paper": '<w:pgSz w:w="11906" w:h="16838"/>',
    "margins": '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>',
    "footers": '<w:footerReference w:type="default" r:id="rId1"/><w:footerReference w:type="even" r:id="rId2"/>',
    "even": "<w:evenAndOddHeaders/>",
    "spacing": '<w:spacing w:line="579" w:lineRule="exact"/>',
    "body font": "仿宋_GB2312",
    "body size": "32",
    "body indent": '<w:ind w:firstLineChars="200" w:firstLine="640"/>',
    "body colour": "",
    "title": "关于加强督查事项闭环管理的通知",
    "title font": "方正小标宋简体",
    "title size": "44",
    "title align": '<w:jc w:val="center"/>',
    "gap": '<w:spacing w:after="579"/>',
    "addressee": "各乡镇人民政府，县政府各部门：",
    "addressee indent": "",
    "first font": "黑体",
    "second font": "楷体_GB2312",
    "heading size": "32",
    "annex": "附件：1.督查事项清单",
    "annex gap": '<w:spacing w:before="579"/>',
    "signature": "沄翀县人民政府办公室",
    "signature place": '<w:ind w:right="640"/><w:jc w:val="right"/>',
    "date": "2026年3月5日",
    "date place": '<w:ind w:right="1120"/><w:jc w:val="right"/>',
    "last": "特此通知。",
    "copies": "抄送：县委办公室，县人大常委会办公室。",
    "imprint size": "28",
    "imprint font": "仿宋_GB2312",
    "odd": '<w:ind w:right="280"/><w:jc w:val="right"/>',
    "even place": '<w:ind w:left="280"/>',
    "dash": "—",
    "number size": "28",
    "heading row": "<w:trPr><w:tblHeader/></w:trPr>",
}


def official(wrong: Mapping[str, str] | None = None) -> bytes:
    """The document as .docx, with the values of ``wrong`` in place of the right ones."""
    v = RIGHT | dict(wrong or {})

    def para(text: str, looks: str = "", font: str = "", size: str = "", colour: str = "") -> str:
        fonts = f'<w:rFonts w:ascii="Times New Roman" w:eastAsia="{font}"/>' if font else ""
        run = fonts + (f'<w:color w:val="{colour}"/>' if colour else "") + (f'<w:sz w:val="{size}"/>' if size else "")
        words = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        return f"<w:p><w:pPr>{looks}</w:pPr>{words}</w:p>"

    def body(text: str) -> str:
        return para(text, v["spacing"] + v["body indent"], v["body font"], v["body size"], v["body colour"])

    indent = RIGHT["body indent"]
    first = [
        para(f"{n}、{text}", indent, v["first font"], v["heading size"])
        for n, text in (("一", "明确责任"), ("二", "严格时限"))
    ]
    second = [para(f"（{n}）{text}", indent, v["second font"]) for n, text in (("一", "建立台账"), ("二", "按月通报"))]
    row = "<w:tr>{}" + "".join(f"<w:tc>{para('3', size='24')}</w:tc>" for _ in range(3)) + "</w:tr>"
    table = "<w:tbl><w:tblPr/>" + row.format(v["heading row"]) + row.format("") * 24 + "</w:tbl>"
    imprint = [
        para(text, "", v["imprint font"], v["imprint size"])
        for text in (v["copies"], "沄翀县人民政府办公室　2026年3月5日印发")
    ]
    blocks = [
        para(v["title"], v["title align"] + v["gap"], v["title font"], v["title size"]),
        para(v["addressee"], v["addressee indent"]),
        body("为进一步规范督查事项办理，现将有关要求通知如下。"),
        first[0],
        second[0],
        *[body(SENTENCE * n) for n in (4, 5, 6)],
        second[1],
        body("1." + SENTENCE),
        first[1],
        body(SENTENCE * 7),
        body(v["last"]),
        table,
        para(v["annex"], v["annex gap"] + indent),
        para("2.办理情况报送表", '<w:ind w:firstLineChars="500"/>'),
        para(v["signature"], v["signature place"]),
        para(v["date"], v["date place"]),
        *imprint,
    ]
    section = (
        f'<w:sectPr>{v["footers"]}{v["paper"]}{v["margins"]}<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    )
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    return docx(
        "".join(blocks) + section,
        footer=_footer(v, v["odd"]),
        footer2=_footer(v, v["even place"]),
        styles=defaults + '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>',
        settings=v["even"],
    )


def _footer(v: Mapping[str, str], place: str) -> str:
    def run(text: str) -> str:
        fonts = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>'
        return (
            f'<w:r><w:rPr>{fonts}<w:sz w:val="{v["number size"]}"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        )

    number = f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>'
    return f"<w:p><w:pPr>{place}</w:pPr>{run(v['dash'] + ' ')}{number}{run(' ' + v['dash'])}</w:p>"
