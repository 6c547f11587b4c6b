"""Accounts: who signs in, how, and which posts they hold."""
