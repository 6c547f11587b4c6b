"""A job: long work somebody asked for, as a row that outlives every process."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import from_plain, plain
from taizhang_site.accounts.encrypted import EncryptedJson, EncryptedText

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)
STATES = {"waiting": "等待中", "running": "进行中", "done": "已完成", "failed": "未完成", "cancelled": "已取消"}


def new_token() -> str:
    """A name nobody can guess, 32 hexadecimal digits."""
    return secrets.token_hex(16)


class Job(models.Model):
    """What was asked (``kind``, ``subject``, ``args``, ``upload``) by whom, how far it is, and what came of it.

    upload: token of the files handed in for it, '' for none. stage, done, total: what is being done now and how
    much of it. worker: who holds it; beat: when that one last said so. attempts: how often it was begun. calls_off:
    its asker wants it cancelled. told: the outcome in plain values; file: name of the result in its folder. posts:
    the posts (role, unit) with which it was worked out. seen: the asker has looked at the outcome.
    """

    token = models.CharField(primary_key=True, max_length=32, default=new_token)
    kind = models.CharField(max_length=30)
    subject: Any = EncryptedText(default="")
    by = models.CharField(max_length=60)
    args: Any = EncryptedJson(default=dict)
    upload = models.CharField(max_length=32, default="")
    state = models.CharField(max_length=10, default=WAITING)
    stage = models.CharField(max_length=80, default="")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    worker = models.CharField(max_length=40, default="")
    beat = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    calls_off = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told: Any = EncryptedJson(default=dict)
    file: Any = EncryptedText(default="")
    problems: Any = EncryptedJson(default=list)
    posts = models.JSONField(default=list)
    seen = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "asked_at"], name="job_state"),
            models.Index(fields=["by", "asked_at"], name="job_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.token}"

    @property
    def open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN

    @property
    def label(self) -> str:
        """Its state in Chinese."""
        return STATES[self.state]

    @property
    def percent(self) -> int | None:
        """How much of the present stage is done, of a hundred; None when nobody knows."""
        return min(100, 100 * self.done // self.total) if self.total else None

    @property
    def folder(self) -> Path:
        """Where its result lies; nobody else writes there."""
        return Path(settings.HOME) / "jobs" / self.token

    @property
    def found(self) -> list[Problem]:
        """The problems it ended with."""
        return problems_from(self.problems)

    def lasted(self, now: datetime) -> timedelta:
        """How long it has been worked on, or was."""
        return (self.ended_at or now) - (self.started_at or self.ended_at or now)

    def clear(self) -> None:
        """Removes its folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def plain_problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as plain values."""
    return [{**asdict(one), "message": plain(one.message), "hint": plain(one.hint)} for one in problems]


def problems_from(told: Iterable[dict[str, Any]]) -> list[Problem]:
    """The problems of plain values."""
    return [
        Problem(one["code"], from_plain(one["message"]), Place(**one["place"]), from_plain(one["hint"]), one["level"])
        for one in told
    ]
