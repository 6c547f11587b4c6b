"""Tests of companions."""
