"""Tests of the site's folder."""
