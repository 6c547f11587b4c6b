"""The second factor: who must have one, who has one, and what ends it."""

from __future__ import annotations

from django.db import transaction

from taizhang.policy.posts import Actor
from taizhang.policy.protected import needs_second_factor
from taizhang_site.accounts.models import Account, Passkey
from taizhang_site.accounts.sessions import end_sessions
from taizhang_site.house import is_demonstration, site


def is_wanted(actor: Actor) -> bool:
    """Whether the site asks everybody for a second factor, or the posts held today do."""
    catalogue = site().catalogue
    return catalogue.body.second_factor == "everyone" or needs_second_factor(actor, catalogue.ledgers)


def is_forced(actor: Actor) -> bool:
    """Whether nothing else is reached without one; a demonstration only says so."""
    return not is_demonstration() and is_wanted(actor)


def has_second_factor(account: Account) -> bool:
    """Whether the account has one."""
    return bool(account.totp) or account.passkeys.exists()


def holders() -> frozenset[int]:
    """Keys of all accounts that have one."""
    keys = Passkey.objects.values_list("account", flat=True).distinct()
    return frozenset({*Account.objects.exclude(totp="").values_list("pk", flat=True), *keys})


def revoke_second_factors(account: Account) -> None:
    """Ends every second factor of the account and every session that may rest on one."""
    with transaction.atomic():
        account.totp, account.totp_step = "", 0
        account.save(update_fields=["totp", "totp_step"])
        account.passkeys.all().delete()
        account.recovery.all().delete()
    end_sessions(account)
