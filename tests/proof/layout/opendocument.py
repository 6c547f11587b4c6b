"""A document to the standard as a person makes it in LibreOffice: styles of its own, lengths in points."""

from __future__ import annotations

from tests.proof.layout.official import SENTENCE

_FONTS = ("Times New Roman", "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体")
_TEXT = (
    ("BT", "关于加强督查事项闭环管理的通知"),
    ("ZS", "各乡镇人民政府，县政府各部门："),
    ("ZW", "为进一步规范督查事项办理，现将有关要求通知如下。"),
    ("Y1", "一、明确办理责任"),
    ("ZW", SENTENCE * 4),
    ("Y2", "（一）建立台账"),
    ("ZW", SENTENCE * 6),
    ("ZW", "1." + SENTENCE * 3),
    ("Y2", "（二）按月通报"),
    ("ZW", SENTENCE * 5),
    ("Y1", "二、严格时限要求"),
    ("ZW", SENTENCE * 6),
    ("ZW", SENTENCE * 5),
    ("FJ", "附件：1.督查事项清单"),
    ("ZW", "　　　2.办理情况报送表"),
    ("SM", "沄翀县人民政府办公室"),
    ("RQ", "2026年3月5日"),
)
_SPACES = (
    ("office", "office"),
    ("style", "style"),
    ("text", "text"),
    ("fo", "xsl-fo-compatible"),
    ("svg", "svg-compatible"),
)


def flat_document() -> str:
    """The document as flat OpenDocument text."""
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in _SPACES)
    fonts = "".join(f'<style:font-face style:name="{one}" svg:font-family="{one}"/>' for one in _FONTS)
    body = "".join(f'<text:p text:style-name="{style}">{text}</text:p>' for style, text in _TEXT)
    page = '<text:page-number text:select-page="current">1</text:page-number>'
    footers = f'<style:footer><text:p text:style-name="YMR">— {page} —</text:p></style:footer><style:footer-left><text:p text:style-name="YML">— {page} —</text:p></style:footer-left>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:font-face-decls>{fonts}</office:font-face-decls><office:styles>{_default()}{_styles()}</office:styles>"
        f"<office:automatic-styles>{_PAGE}</office:automatic-styles><office:master-styles>"
        f'<style:master-page style:name="Standard" style:page-layout-name="PL">{footers}</style:master-page>'
        f"</office:master-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )


_PAGE = (
    '<style:page-layout style:name="PL"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"'
    ' fo:margin-top="37mm" fo:margin-left="28mm" fo:margin-right="26mm" fo:margin-bottom="25mm"/><style:footer-style>'
    '<style:header-footer-properties fo:min-height="10mm" fo:margin-top="5mm" style:dynamic-spacing="false"/>'
    "</style:footer-style></style:page-layout>"
)


def _font(asian: str, size: float, latin: str = "Times New Roman") -> str:
    return (
        f'<style:text-properties style:font-name="{latin}" style:font-name-asian="{asian}" fo:font-size="{size}pt"'
        f' style:font-size-asian="{size}pt" style:language-asian="zh" style:country-asian="CN"/>'
    )


def _default() -> str:
    paragraph = '<style:paragraph-properties fo:line-height="28.9pt"/>'
    return f'<style:default-style style:family="paragraph">{paragraph}{_font("仿宋_GB2312", 16)}</style:default-style>'


def _styles() -> str:
    song = _font("宋体", 14, "宋体")
    listed = (
        ("BT", 'fo:text-align="center" fo:margin-bottom="28.9pt"', _font("方正小标宋简体", 22)),
        ("ZS", "", ""),
        ("ZW", 'fo:text-align="justify" fo:text-indent="32pt"', ""),
        ("Y1", 'fo:text-indent="32pt"', _font("黑体", 16)),
        ("Y2", 'fo:text-indent="32pt"', _font("楷体_GB2312", 16)),
        ("SM", 'fo:text-align="end" fo:margin-right="32pt" fo:margin-top="28.9pt"', ""),
        ("RQ", 'fo:text-align="end" fo:margin-right="64pt"', ""),
        ("FJ", 'fo:text-indent="32pt" fo:margin-top="28.9pt"', ""),
        ("YMR", 'fo:text-align="end" fo:margin-right="14pt" fo:line-height="14pt"', song),
        ("YML", 'fo:text-align="start" fo:margin-left="14pt" fo:line-height="14pt"', song),
    )
    return '<style:style style:name="Standard" style:family="paragraph"/>' + "".join(
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
        f"<style:paragraph-properties {looks}/>{font}</style:style>"
        for name, looks, font in listed
    )
