"""A matter registered by hand, corrected one at a time and many at once: acts alone close it, for every ledger."""

from __future__ import annotations

import pytest

from taizhang.casework.corrections import Edit, correct, review
from taizhang.catalogue.values import Stored
from taizhang.matters.acts import Particulars
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from tests.security.invented import EAST, TODAY, desk, head

MATTERS: dict[str, dict[str, Stored]] = {
    "grievance": {"no": "FY-95", "township": EAST, "status": "办理中", "opened": "2026-03-01"},
    "hazard": {
        "no": "YH-95",
        "township": EAST,
        "level": "一般",
        "opened": "2026-03-01",
        "due": "2026-05-01",
        "text": "井盖",
        "status": "办理中",
    },
}


@pytest.mark.parametrize("name", MATTERS)
def test_who_registered_it_cannot_close_it_by_a_correction(site: Site, name: str) -> None:
    person, ledger = desk(site, "县督查"), site.catalogue.ledgers[name]
    person.register(ledger, "r", MATTERS[name], Particulars(note="依据"))
    number = str(MATTERS[name]["no"])
    before = head(site, name, number)
    assert before
    given = Particulars(note="更正", facts={"closed": "2026-04-01"})
    with pytest.raises(Refused) as refused:
        person.act(person.opened(before), "correct", TODAY, "c1", given)
    (told,) = [one for one in refused.value.problems if one.code == "JRN-042"]
    assert ledger.declared.field["closed"].title in told.message
    assert "销号" in told.hint
    edits = [Edit(before, {"closed": "2026-04-01"})]
    (seen,) = review(person, ledger, edits, "更正", "c2")
    assert "JRN-042" in {one.code for one in seen.problems}
    with pytest.raises(Refused):
        correct(person, ledger, edits, "更正", "c2")
    assert head(site, name, number) == before
    said = {"opened": "2026-03-02"}
    assert correct(person, ledger, [Edit(before, said)], "更正", "c3")
