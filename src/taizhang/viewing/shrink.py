"""Draws a picture smaller, without what the camera noted. Runs in a limited child process only.

``python -m taizhang.viewing.shrink``: a photograph carries the place and the device it was taken with; nobody who only looks
at it needs them. Whether it has them, and when it says it was taken, is told beside it.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from taizhang.confine.limits import confine, grant

# Chosen: a photograph of the most pixels below, unpacked; hostile ones meet it.
MEMORY, SECONDS = 1024 * 1024 * 1024, 15
# Chosen: above the cameras of telephones in use; a JPEG of quality 82 shows no blocks at reading size.
MOST_PIXELS, QUALITY = 80_000_000, 82
KINDS = ("JPEG", "PNG", "GIF", "WEBP")


def main() -> None:
    """Answers requests until the input ends."""
    confine(MEMORY)
    for line in sys.stdin:
        grant(SECONDS)
        request = json.loads(line)
        sys.stdout.write(json.dumps(shrink_picture(Path(request["path"]), int(request["width"]))) + "\n")
        sys.stdout.flush()


def shrink_picture(path: Path, width: int) -> dict[str, object]:
    """The picture as a JPEG at most so wide, in Base 64, and what the camera noted; empty when it cannot be read.

    taken: the moment the camera wrote, as written; located: whether it wrote where.
    """
    try:
        with Image.open(path, formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return {"jpeg": "", "fault": "pixels"}
            noted = picture.getexif()
            inner = noted.get_ifd(ExifTags.IFD.Exif)
            taken = inner.get(ExifTags.Base.DateTimeOriginal) or noted.get(ExifTags.Base.DateTime) or ""
            located = bool(noted.get_ifd(ExifTags.IFD.GPSInfo))
            picture.draft("RGB", (width, width * 4))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((width, width * 4))
            return {"jpeg": _jpeg(upright), "taken": str(taken)[:19], "located": located}
    except Exception as fault:  # whatever a broken file makes the library raise
        return {"jpeg": "", "fault": type(fault).__name__}


def _jpeg(picture: Image.Image) -> str:
    """On white where it was transparent, with nothing but the pixels."""
    plain = Image.new("RGB", picture.size, "white")
    clear = picture.convert("RGBA")
    plain.paste(clear, mask=clear.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY)
    return base64.b64encode(out.getvalue()).decode("ascii")


if __name__ == "__main__":
    main()
