"""Saved views of lists, and how workbooks with the same headings were taken before."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A list somebody gave a name: filters, order and columns.

    unit: whose people it is shown to as well, those of units below included; '' for the owner alone. ledger: the one
    it shows, '' for several. usual: what opens first from the page of all ledgers. place: from the left.
    """

    owner = models.CharField(max_length=60)
    unit = models.CharField(max_length=100, default="", blank=True)
    ledger = models.CharField(max_length=40, default="", blank=True)
    name = models.CharField(max_length=30)
    address = models.CharField(max_length=2000)
    usual = models.BooleanField(default=False)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "ledger", "name"], name="view_name")]
        indexes = [models.Index(fields=["unit"], name="view_unit")]

    def __str__(self) -> str:
        return self.name


class KeptMapping(models.Model):
    """How a person corrected the reading of a sheet, for the next one with the same headings in the same columns.

    signature: of the headings. headings: as a person reads them. ledger: '' for a sheet left out. columns: column
    (from 0, as text) → field, '' for one left out.
    """

    signature = models.CharField(max_length=32, unique=True)
    sheet = models.CharField(max_length=100)
    headings = models.TextField()
    ledger = models.CharField(max_length=40, default="", blank=True)
    columns = models.JSONField(default=dict)
    skip = models.BooleanField(default=False)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.sheet
