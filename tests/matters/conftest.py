"""The journals these tests run on."""

from tests.journals import clock, ids, journal, ledgers, postgres, store

__all__ = ["clock", "ids", "journal", "ledgers", "postgres", "store"]
