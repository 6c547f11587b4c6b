"""Taizhang: closed-loop ledgers and the reports drawn from them."""
