"""An account: how a person signs in. What the person may do is told by posts in the journal, not here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from taizhang_site.accounts.encrypted import EncryptedSecret, EncryptedText


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create(
        self, *, name: str, password: str, must_change: bool = True, outside: str = "", totp: str = ""
    ) -> Account:
        """An account with a password."""
        account = Account(name=name, must_change=must_change, outside=outside, totp=totp)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Signs in by ``name``, which is also the actor in the journal and never given to another person.

    failures, failed_at: wrong attempts in a row, for the delay. totp: shared secret in Base 32, '' while not set
    up; totp_step: the last time step used, so that no code works twice. outside: who the person is at the identity
    provider or in the directory, which then vouches instead of a password kept here; '' for nobody. earlier: digests of
    the passwords before the present one, a line each. given_at: when a one-time password was given, 0 for none.
    """

    name = models.CharField(max_length=60, unique=True)
    active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.FloatField(default=0)
    totp: Any = EncryptedSecret(default="", blank=True)
    totp_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    outside = models.CharField(max_length=200, default="", blank=True)
    earlier = models.TextField(default="", blank=True)
    given_at = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outside"], condition=~models.Q(outside=""), name="outside_once")
        ]

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: list[str] = []
    objects = AccountManager()

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in."""
        return self.active

    def __str__(self) -> str:
        return self.name


class BrowserSession(AbstractBaseSession):
    """One browser that is signed in; ``session_key`` is a digest, so that nobody can sign in with what lies here.

    account: whose it is, None before signing in. device, address: what is told of the browser. since, used: seconds
    of the clock.
    """

    account = models.BigIntegerField(null=True, db_index=True)
    device = models.CharField(max_length=60, default="")
    address = models.CharField(max_length=45, default="")
    since = models.BigIntegerField(default=0)
    used = models.BigIntegerField(default=0)


class Passkey(models.Model):
    """A key that a browser, telephone or token keeps for this site (WebAuthn); only its public half lies here.

    key: digest of the credential's name, by which it is found. data: attested credential data. relying: the
    host name it was made for. count: its signature counter; one that does not grow betrays a copied key.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()
    relying = models.CharField(max_length=253)
    count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code that stands in once for a lost second factor; the digest of its 73 random bits."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="recovery_once")]


class Upload(models.Model):
    """The name under which a file was uploaded; the file itself is kept by digest."""

    digest = models.CharField(max_length=64)
    name: Any = EncryptedText()
    kind = models.CharField(max_length=20)
    size = models.BigIntegerField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["digest"], name="upload_digest")]


class Access(models.Model):
    """What somebody did that leaves no entry in the journal: signing in, reading confidential matters, being refused.

    what: a key of ``access.KINDS``. number: from 1 without a gap. seal: digest over this row and the seal before it.
    Added only, never changed by any page.
    """

    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=60, db_index=True)
    what = models.CharField(max_length=20, db_index=True)
    place = models.CharField(max_length=200)
    address = models.CharField(max_length=45, default="")
    number = models.BigIntegerField(unique=True)
    seal = models.CharField(max_length=64)


class Attempts(models.Model):
    """How often an address did something within a span of time, for all processes of the site together."""

    key = models.CharField(max_length=80, primary_key=True)
    since = models.BigIntegerField()
    count = models.IntegerField(default=0)
