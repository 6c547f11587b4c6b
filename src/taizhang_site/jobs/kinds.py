"""Every kind of job there is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from taizhang_site.finder.work import COMPARE_ALL, TAKE_IN
from taizhang_site.jobs.kind import Kind
from taizhang_site.matters.export_work import EXPORT
from taizhang_site.matters.import_work import IMPORT_APPLY, IMPORT_PREVIEW
from taizhang_site.matters.ledger_work import LEDGER_NEW
from taizhang_site.papers.work import BEGIN, WRITE

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "import_preview": IMPORT_PREVIEW,
        "import_apply": IMPORT_APPLY,
        "ledger_new": LEDGER_NEW,
        "export": EXPORT,
        "library_add": TAKE_IN,
        "library_alike": COMPARE_ALL,
        "paper_draft": BEGIN,
        "paper_file": WRITE,
    }
)
