"""State of screens alone: which notices somebody has read, and the secret address of somebody's calendar."""

from __future__ import annotations

from django.db import models


class Mark(models.Model):
    """A notice somebody has read; its key changes with its cause, so a new cause is unread again."""

    person = models.CharField(max_length=60)
    key = models.CharField(max_length=160)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="read_once")]


class Feed(models.Model):
    """The calendar of one account: the digest of the random part of its address, which is shown once and kept nowhere."""

    account = models.OneToOneField("accounts.Account", on_delete=models.CASCADE, related_name="feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)
