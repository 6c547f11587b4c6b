"""One table: every page of the site and who may ask for it. A page missing here fails the tests and answers 404.

Which matters a person sees or acts on is decided by ``taizhang.policy``, not here; this table only says whose
posts have any use for the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from taizhang.policy.posts import ROLES, Actor, Post
from taizhang.policy.rights import INTAKE, READERS

ANYONE, SIGNED_IN = "anyone", "signed in"
Need = str | frozenset[str]
BUSINESS: Need = READERS
SECURITY: Need = frozenset({"security_admin"})
DECIDERS: Need = frozenset({"security_admin", "leader", "audit_admin"})
ERASERS: Need = frozenset({"supervisor", "leader", "security_admin"})
SYSTEM: Need = frozenset({"system_admin"})
AUDIT: Need = frozenset({"audit_admin"})
WORKERS: Need = frozenset({"supervisor", "handler", "unit_head", "leader"})
ISSUERS: Need = frozenset({"supervisor", "leader"})
PAPERS: Need = frozenset({"drafter", "approver", "leader", "supervisor", "assessor"})
DRAFTERS: Need = frozenset({"drafter"})
APPROVERS: Need = frozenset({"approver"})
SIGNERS: Need = frozenset({"approver", "leader", "supervisor"})
WAIVERS: Need = frozenset({"approver", "leader", "supervisor", "drafter"})
CHECKERS: Need = frozenset({"supervisor", "leader"})
MATCHERS: Need = frozenset({INTAKE})
PROVERS: Need = frozenset({"supervisor", "leader", "assessor"})
SUPERVISORS: Need = frozenset({"supervisor"})
PROPOSERS: Need = frozenset({"supervisor", "drafter", "leader", "approver"})
KEEPERS: Need = frozenset({"supervisor", "drafter"})

PERMISSIONS: Mapping[str, Need] = MappingProxyType(
    {
        "first": ANYONE,
        "login": ANYONE,
        "token": ANYONE,
        "passkey_in": ANYONE,
        "to_provider": ANYONE,
        "provider_back": ANYONE,
        "provider_done": ANYONE,
        "language": ANYONE,
        "health": ANYONE,
        "calendar": ANYONE,
        "tour": ANYONE,
        "tour_step": ANYONE,
        "home": SIGNED_IN,
        "logout": SIGNED_IN,
        "account": SIGNED_IN,
        "password": SIGNED_IN,
        "second": SIGNED_IN,
        "token_setup": SIGNED_IN,
        "passkeys": SIGNED_IN,
        "recovery": SIGNED_IN,
        "sessions_end": SIGNED_IN,
        "people": SECURITY,
        "person_new": SECURITY,
        "person": SECURITY,
        "changes": DECIDERS,
        "erasures": ERASERS,
        "trail": AUDIT,
        "trail_entries": AUDIT,
        "trail_export": AUDIT,
        "review": AUDIT,
        "machine": SYSTEM,
        "mine": BUSINESS,
        "ledgers": BUSINESS,
        "ledgers_choose": SUPERVISORS,
        "matters": BUSINESS,
        "totals": BUSINESS,
        "views": BUSINESS,
        "export": BUSINESS,
        "template": BUSINESS,
        "matter": BUSINESS,
        "act": WORKERS,
        "split": WORKERS,
        "step_proof": PROVERS,
        "sampling": CHECKERS,
        "look_alikes": WORKERS,
        "numbers": WORKERS,
        "unmatched": MATCHERS,
        "bulk": WORKERS,
        "edit": SUPERVISORS,
        "register": WORKERS,
        "feed": SIGNED_IN,
        "notices": BUSINESS,
        "notices_read": BUSINESS,
        "notice_open": BUSINESS,
        "letters": ISSUERS,
        "letters_export": ISSUERS,
        "letters_write": ISSUERS,
        "letter": BUSINESS,
        "letter_file": BUSINESS,
        "evidence": BUSINESS,
        "evidence_page": BUSINESS,
        "evidence_thumb": BUSINESS,
        "evidence_sheet": BUSINESS,
        "import": SUPERVISORS,
        "import_apply": SUPERVISORS,
        "new_ledger": SUPERVISORS,
        "new_ledger_of": SUPERVISORS,
        "mappings": SUPERVISORS,
        "waiting": CHECKERS,
        "units": CHECKERS,
        "board": BUSINESS,
        "board_targets": BUSINESS,
        "board_movement": PAPERS,
        "board_chart": BUSINESS,
        "board_file": BUSINESS,
        "figures": BUSINESS,
        "figure": BUSINESS,
        "why": BUSINESS,
        "papers": PAPERS,
        "paper": PAPERS,
        "paper_save": DRAFTERS,
        "paper_preview": DRAFTERS,
        "paper_attest": WAIVERS,
        "paper_number": PAPERS,
        "paper_compare": PAPERS,
        "paper_file": PAPERS,
        "paper_gates": PAPERS,
        "paper_marked": PAPERS,
        "paper_waive": WAIVERS,
        "paper_sign": SIGNERS,
        "paper_approve": APPROVERS,
        "paper_history": PAPERS,
        "paper_restore": DRAFTERS,
        "paper_release": DRAFTERS,
        "edition": PAPERS,
        "edition_file": PAPERS,
        "definitions": BUSINESS,
        "definition": BUSINESS,
        "definition_change": PROPOSERS,
        "definition_new": PROPOSERS,
        "definition_agree": PROPOSERS,
        "checks": BUSINESS,
        "definition_changes": BUSINESS,
        "definition_proposal": BUSINESS,
        "proof": BUSINESS,
        "walk": BUSINESS,
        "marked": BUSINESS,
        "library": BUSINESS,
        "library_document": BUSINESS,
        "library_file": BUSINESS,
        "library_compare": BUSINESS,
        "library_add": KEEPERS,
        "library_chosen": BUSINESS,
        "library_shelf": BUSINESS,
        "library_insert": DRAFTERS,
        "library_release": KEEPERS,
        "library_alike": BUSINESS,
        "jobs": BUSINESS,
        "jobs_badge": BUSINESS,
        "job": BUSINESS,
        "job_cancel": BUSINESS,
        "job_result": BUSINESS,
    }
)


def admits(need: Need, actor: Actor | None) -> bool:
    """Whether the actor, None when not signed in, may ask for a page with this need."""
    if need == ANYONE:
        return True
    return actor is not None and (need == SIGNED_IN or bool(actor.roles & frozenset(need)))


def matrix() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heading and rows of the table as people read it: each page, and ✓ under each role that may ask for it."""
    roles = tuple(ROLES)
    rows = []
    for page, need in PERMISSIONS.items():
        actors = (Actor("某人", (Post("某人", "某单位", role),)) for role in roles)
        rows.append((page, "✓" if need == ANYONE else "", *("✓" if admits(need, one) else "" for one in actors)))
    return ("页面", "未登录", *ROLES.values()), rows
