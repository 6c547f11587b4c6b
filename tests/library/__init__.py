"""Tests of the library of past documents."""
