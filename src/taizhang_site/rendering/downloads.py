"""Answers that are files to be saved under their own, mostly Chinese, names."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BYTES = "application/octet-stream"


def attachment(name: str) -> str:
    """The header that saves a file under its Chinese name."""
    quoted = "".join(f"%{byte:02X}" for byte in name.encode("utf-8"))
    return f"attachment; filename*=UTF-8''{quoted}"


def download(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """Content made for this answer, to be saved as ``name``."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = attachment(name)
    return answer


def stream_file(path: Path, name: str) -> FileResponse:
    """A file that lies on disk, streamed, to be saved as ``name`` whatever it is."""
    answer = FileResponse(path.open("rb"), content_type=BYTES)
    answer.headers["Content-Disposition"] = attachment(name)
    return answer
