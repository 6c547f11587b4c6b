"""An Office Open XML package as bytes that are the same each time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from taizhang.confine.packages import ZIP_EPOCH

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def content_types(overrides: Mapping[str, str]) -> bytes:
    """[Content_Types].xml: part name → content type."""
    listed = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
    )
    return f'{_HEAD}<Types xmlns="{_TYPES}">{defaults}{listed}</Types>'.encode()


def relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    """A .rels part: id → (relationship type, target)."""
    listed = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, (kind, to) in targets.items())
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'.encode()


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts zipped in the given order, without a time or a system of their own."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, content in parts.items():
            entry = zipfile.ZipInfo(part, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, content, compresslevel=6)
    return buffer.getvalue()
