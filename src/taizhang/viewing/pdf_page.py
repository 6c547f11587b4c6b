"""Draws a page of a PDF as a picture. Runs in a limited child process only: ``python -m taizhang.viewing.pdf_page``."""

from __future__ import annotations

import base64
import json
import struct
import sys
import zlib
from pathlib import Path

import pypdfium2

from taizhang.confine.limits import confine, grant

# Chosen: far above what drawing an ordinary page takes; hostile ones meet it.
MEMORY, SECONDS = 768 * 1024 * 1024, 20
# Pixels. Chosen: a page legible on 1366 pixels; pages that somebody turns one by one; a strip is cut short.
WIDTH, MOST_PAGES, TALLEST = 1100, 200, 4000


def main() -> None:
    """Answers requests until the input ends."""
    confine(MEMORY)
    for line in sys.stdin:
        grant(SECONDS)
        request = json.loads(line)
        sys.stdout.write(
            json.dumps(draw_page(Path(request["path"]), int(request["page"]), int(request["width"]) or WIDTH)) + "\n"
        )
        sys.stdout.flush()


def draw_page(path: Path, page: int, width: int = WIDTH) -> dict[str, object]:
    """The page, counted from 1, as a PNG so wide in Base 64, and how many pages there are; empty when unreadable."""
    try:
        document = pypdfium2.PdfDocument(path)
        count = min(len(document), MOST_PAGES)
        if not 1 <= page <= count:
            return {"pages": count, "png": ""}
        sheet = document[page - 1]
        across, down = sheet.get_size()
        scale = min(width / max(across, 1), TALLEST / max(down, 1))
        bitmap = sheet.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        return {"pages": count, "png": base64.b64encode(png(bitmap)).decode("ascii")}
    except Exception as fault:  # whatever a broken file makes the library raise
        return {"pages": 0, "png": "", "fault": type(fault).__name__}


def png(bitmap: object) -> bytes:
    """The bitmap of four bytes a pixel as a PNG without its fourth channel."""
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride  # type: ignore[attr-defined]
    buffer = bytes(bitmap.buffer)  # type: ignore[attr-defined]
    rows = bytearray()
    for y in range(height):
        line = buffer[y * stride : y * stride + width * 4]
        plain = bytearray(width * 3)
        plain[0::3], plain[1::3], plain[2::3] = line[0::4], line[1::4], line[2::4]
        rows += b"\0" + plain
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(rows), 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


if __name__ == "__main__":
    main()
