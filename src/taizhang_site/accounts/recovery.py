"""Recovery codes: ten for each person with a second factor, each good once, kept by digest."""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction

from taizhang_site.accounts.models import Account, RecoveryCode
from taizhang_site.accounts.signing import new_code

# Chosen as is common: a page of codes that lasts for years.
MANY = 10
# Groups of a code: 122 bits. OWASP ASVS 5.0.0 V6.5.2 lets a plain digest keep what has 112 or more.
GROUPS = 5


def _digest(code: str) -> str:
    return sha256("".join(code.lower().split()).encode()).hexdigest()


def renew_codes(account: Account) -> list[str]:
    """New codes, shown this once; older ones are void."""
    codes = [new_code(GROUPS) for _ in range(MANY)]
    with transaction.atomic():
        account.recovery.all().delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(code)) for code in codes)
    return codes


def spend_code(account: Account, given: str) -> bool:
    """Whether this is one of the person's codes; it is none afterwards."""
    gone, _ = account.recovery.filter(digest=_digest(given)).delete()
    return bool(gone)
