"""Reminders and letters: who is told what of a matter, why, and how a letter reads; all derived, none stored."""
