"""Files as offices hand them in, made on the spot: Word, Excel, PDF, zips with names in GB 18030."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

LINES = (
    "湉陂县民政局关于做好城乡低保工作的通知",
    "各乡镇人民政府：",
    "全县新增低保对象312户。",
    "湉陂县民政局",
    "2024年5月6日",
)


def word(path: Path, lines: tuple[str, ...] = LINES) -> Path:
    """A Word file with the lines, a table, a content control, a text box, and a tracked insertion, deletion and move."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "乡镇", "户数"
    body = document.element.body
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = f"<w:txbxContent><w:p>{run.format('框里的字')}</w:p></w:txbxContent>"
    alternate = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    for inner in (
        f"<w:p {nsdecls('w')} xmlns:mc='{alternate}'><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>{run.format('框外的字')}</w:p>",
        f"<w:p {nsdecls('w')}><w:moveFrom w:author='甲'>{run.format('移走的字')}</w:moveFrom></w:p>",
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('控件里的字')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p {nsdecls('w')}><w:ins w:author='甲'>{run.format('插入的字')}</w:ins>"
        "<w:del w:author='甲'><w:r><w:delText>删去的字</w:delText></w:r></w:del></w:p>",
    ):
        body.insert(len(lines), parse_xml(inner))
    document.save(str(path))
    return path


def workbook(path: Path) -> Path:
    """A workbook of one sheet."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("低保台账")
        sheet.write_row(0, 0, ["乡镇", "户数"])
        sheet.write_row(1, 0, ["沅塘镇", 312])
    return path


def pdf(path: Path, text: str = "Tianbei report 2024 on low income households") -> Path:
    """A one-page PDF with a text layer, or without one when the text is empty."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 5\n0000000000 65535 f \n" + table
    out += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % out.index(b"xref\n0 5")
    path.write_bytes(out)
    return path


class _WindowsName(zipfile.ZipInfo):
    """A name written in GB 18030 and not marked as UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # the name zipfile calls it by
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def windows_zip(path: Path, members: dict[str, bytes]) -> Path:
    """A zip with names as Chinese Windows writes them."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(_WindowsName(name), content)
    return path
