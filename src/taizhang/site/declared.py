"""What a body declared in the browser or by importing, kept by entries: the files of the site that are written from these."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from taizhang.catalogue.extending import with_additions
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.versions import FOLDER, file_of, toml_of_tables
from taizhang.intake.adding import declared_by
from taizhang.journal.journal import Journal
from taizhang.matters.entry import Intention
from taizhang.terms.durable import replace_file

LEDGER, OUTCOME = "redefinition", "declared"


def write_declared(home: Path, journal: Journal) -> None:
    """Writes the files of declared ledgers and additions that are missing, from the journal."""
    for head in journal.heads(LEDGER):
        if head.facts.get("outcome") != OUTCOME:
            continue
        path = file_of(home, date.fromisoformat(str(head.facts["force"])), head.seq)
        if not path.is_file():
            (home / FOLDER).mkdir(exist_ok=True)
            replace_file(path, toml_of_tables(json.loads(str(head.facts["after"]))).encode())


def judging(journal: Journal, catalogue: Catalogue, wanted: Sequence[Intention]) -> AbstractContextManager[None]:
    """What is asked is judged by the ledgers as they will read once it declares what it adds to them."""
    if not (additions := declared_by(wanted)):
        return nullcontext()
    return journal.judging_by(with_additions(catalogue, additions).ledgers, catalogue.clocks)
