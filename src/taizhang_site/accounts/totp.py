"""Time-based one-time codes by RFC 6238: HMAC-SHA-1, six digits, thirty seconds, one step of tolerance."""

from __future__ import annotations

import base64
import hmac
import secrets
from urllib.parse import quote

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

from taizhang_site.accounts.models import Account

# RFC 6238 5.2: steps of 30 seconds and one step of tolerance; RFC 4226 5.3: at least six digits.
STEP, DIGITS, TOLERANCE = 30, 6, 1


def new_secret() -> str:
    """A random secret of 160 bits in Base 32, as authenticator programs want it."""
    return base64.b32encode(secrets.token_bytes(20)).decode("ascii")


def compute_code(secret: str, step: int) -> str:
    """The code of a time step (RFC 4226 §5.3)."""
    # SHA-1 is what authenticator programs know; RFC 4226 rests on HMAC, which its collisions leave alone.
    codes = HOTP(base64.b32decode(secret), DIGITS, SHA1(), enforce_key_length=False)
    return codes.generate(step).decode("ascii")


def step_of(secret: str, given: str, now: float, last: int) -> int | None:
    """The time step for which ``given`` is the code, later than ``last``; None when it is for none."""
    here = int(now) // STEP
    for step in range(here - TOLERANCE, here + TOLERANCE + 1):
        if step > last and hmac.compare_digest(compute_code(secret, step), given.strip()):
            return step
    return None


def spend_code(account: Account, given: str, now: float) -> bool:
    """Whether this is a code of the account that was not used before; it is used up then, also by two at once."""
    step = step_of(account.totp, given, now, account.totp_step) if account.totp else None
    fits = Account.objects.filter(pk=account.pk, totp_step__lt=step or 0)
    return step is not None and bool(fits.update(totp_step=step))


def address(secret: str, name: str, body: str) -> str:
    """The otpauth address to be entered in an authenticator program."""
    return f"otpauth://totp/{quote(body)}:{quote(name)}?secret={secret}&issuer={quote(body)}"


def picture(text: str) -> str:
    """A QR code as SVG, to be photographed by an authenticator program; without any style of its own."""
    return str(segno.make(text, error="m").svg_inline(scale=4, border=2, svgclass="qr", lineclass=None, omitsize=True))
