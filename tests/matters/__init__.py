"""Tests of the rules of a matter."""
