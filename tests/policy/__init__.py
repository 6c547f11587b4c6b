"""Tests of posts, rights and sight."""
