"""Boards: the leader's page and the pages of figures."""
