"""What stands around every page: the body's name, the person, the navigation that the posts have a use for."""

from __future__ import annotations

from django.urls import reverse

from taizhang.policy.posts import Actor
from taizhang.site.posts import Staffing
from taizhang_site.house import is_demonstration, site, today
from taizhang_site.jobs.badge import expects
from taizhang_site.notices.badge import count_notices
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.request import SiteRequest
from taizhang_site.tour.cast import cast
from taizhang_site.tour.pages import strip

NAVIGATION = (
    ("mine", "我的工作"),
    ("letters", "催办"),
    ("board", "领导看板"),
    ("ledgers", "台账"),
    ("figures", "指标"),
    ("definitions", "口径"),
    ("papers", "文稿"),
    ("proof", "审稿"),
    ("library", "资料库"),
    ("import", "导入"),
    ("people", "人员与岗位"),
    ("changes", "双人确认"),
    ("erasures", "内容销毁"),
    ("trail", "流水审计"),
    ("machine", "系统状况"),
)
SECTIONS = {
    "matters": "ledgers",
    "ledgers_choose": "ledgers",
    "matter": "ledgers",
    "act": "ledgers",
    "bulk": "ledgers",
    "register": "ledgers",
    "views": "ledgers",
    "export": "ledgers",
    "totals": "ledgers",
    "edit": "ledgers",
    "split": "ledgers",
    "step_proof": "ledgers",
    "sampling": "mine",
    "look_alikes": "mine",
    "unmatched": "mine",
    "evidence_page": "ledgers",
    "board_targets": "board",
    "board_movement": "board",
    "figure": "figures",
    "why": "figures",
    "import_apply": "import",
    "new_ledger": "import",
    "new_ledger_of": "import",
    "mappings": "import",
    "waiting": "import",
    "units": "import",
    "person": "people",
    "letters_write": "letters",
    "letter": "letters",
    "notices": "mine",
    "person_new": "people",
    "trail_entries": "trail",
    "review": "trail",
    "walk": "proof",
    "library_document": "library",
    "library_add": "library",
    "library_compare": "library",
    "library_alike": "library",
    "library_shelf": "library",
    "library_chosen": "library",
    "library_insert": "library",
    "library_release": "library",
    "definition": "definitions",
    "definition_change": "definitions",
    "definition_new": "definitions",
    "definition_agree": "definitions",
    "checks": "definitions",
    "definition_changes": "definitions",
    "definition_proposal": "definitions",
    "paper": "papers",
    "paper_save": "papers",
    "paper_attest": "papers",
    "paper_preview": "papers",
    "paper_file": "papers",
    "paper_number": "papers",
    "paper_compare": "papers",
    "paper_gates": "papers",
    "paper_approve": "papers",
    "paper_waive": "papers",
    "paper_sign": "papers",
    "paper_history": "papers",
    "paper_restore": "papers",
    "paper_release": "papers",
    "edition": "papers",
    "edition_file": "papers",
}


def _is_waiting_list_useful(actor: Actor) -> bool:
    """Whether the waiting list is of use: to a leader only while something waits for him."""
    staff = Staffing(site(), actor, today())
    return "leader" not in actor.roles or any(map(staff.decidable, staff.waiting()))


def surroundings(request: SiteRequest) -> dict[str, object]:
    """Names for base.html; no view gives one of its own the same name (tests/web/test_every_page.py)."""
    desk = getattr(request, "desk", None)
    actor = desk.actor if desk else None
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    confined = getattr(request, "confined", False)
    links = [
        (reverse(name), label, SECTIONS.get(here, here) == name)
        for name, label in NAVIGATION
        if actor
        and not confined
        and admits(PERMISSIONS[name], actor)
        and (name != "changes" or _is_waiting_list_useful(actor))
    ]
    has_jobs = bool(actor and not confined and admits(PERMISSIONS["jobs"], actor))
    return {
        "site_body": site().catalogue.body.name,
        "actor": actor,
        "has_jobs": has_jobs,
        "expects_jobs": has_jobs and expects(request),
        "site_notices": actor and admits(PERMISSIONS["notices"], actor) and count_notices(request),
        "site_links": links,
        "language": getattr(request, "language", "zh"),
        "strip": strip(request),
        "site_day": getattr(request, "day", None),
        "demonstrates": is_demonstration(),
        "demonstration": actor is None and bool(cast(request)),
    }
