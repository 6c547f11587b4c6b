"""What verify.py finds printed in a document with a source: its tag or kind, and its words, in reading order."""

import re
from html import unescape
from zipfile import ZipFile

CONTROL = re.compile(r'<w:tag w:val="([^"]*)"/>(?:(?!<w:tag ).)*?<w:sdtContent>(.*?)</w:sdtContent>', re.DOTALL)
MARK = re.compile(r'class="n ([a-z]+)"[^>]*>([^<]*)<')
OTHERS = ("quote:", "gap:", "code:")  # a quotation, a gap, the paper's code: no number


def printed_in(path):
    """(tag of the cell, words) of each number and claim of a .docx; of an .html (kind, words), its marks name no cell."""
    if path.suffix == ".docx":
        found = CONTROL.findall(ZipFile(path).read("word/document.xml").decode())
    else:
        found = [(f"{kind}:", words) for kind, words in MARK.findall(path.read_bytes().decode())]
    told = ((unescape(tag), unescape(re.sub("<[^>]*>", "", words))) for tag, words in found)
    return [one for one in told if not one[0].startswith(OTHERS)]
