"""Declared numbers computed: one scan a ledger, values that know their rows."""
