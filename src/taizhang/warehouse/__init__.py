"""Analytic engines behind one door: a disposable replica and the few spellings of its SQL."""
