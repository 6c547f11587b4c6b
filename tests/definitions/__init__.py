"""Tests of figures proposed and approved."""
