"""What is asked of the journal to add to a ledger: fields of the office's own, words and values of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date

from taizhang.catalogue.additions import Addition
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.values import Stored
from taizhang.matters.entry import RECORD, Intention

# Digits of the digest in a name: enough for as many additions as a body will ever make.
LEDGER, PREFIX, SHORT = "redefinition", "addition.", 12


def declaring(
    catalogue: Catalogue, additions: Sequence[Addition], actor: str, on: date, reason: str = "导入的工作簿有这几栏"
) -> Iterator[Intention]:
    """One entry an addition; the same addition to the same declarations is asked for once."""
    for one in additions:
        plain = one.model_dump(mode="json", exclude_defaults=True)
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        short = hashlib.sha256(f"{catalogue.layout}{text}".encode()).hexdigest()[:SHORT]
        name = f"{one.ledger}_{short}"
        facts: dict[str, Stored] = {
            "no": f"{PREFIX}{name}",
            "figure": f"{PREFIX}{name}",
            "title": catalogue.ledgers[one.ledger].title,
            "before": "{}",
            "after": json.dumps({"addition": {name: plain}}, ensure_ascii=False, separators=(",", ":")),
            "effect": "台账增加自有栏或用语，现有各数不变",
            "reason": reason,
            "since": on.isoformat(),
            "proposer": actor,
            "opened": on.isoformat(),
            "outcome": "declared",
            "force": on.isoformat(),
        }
        yield Intention(actor, f"add:{name}", LEDGER, RECORD, on, number=f"{PREFIX}{name}", facts=facts)


def declared_by(wanted: Sequence[Intention]) -> tuple[Addition, ...]:
    """The additions that intentions declare."""
    told = (one.facts["after"] for one in wanted if one.ledger == LEDGER and one.number.startswith(PREFIX))
    return tuple(Addition.model_validate(one) for text in told for one in json.loads(str(text))["addition"].values())
