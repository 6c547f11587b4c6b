"""Checkpoints signed and kept outside: signed notes, and a witness that vouches only for what extends what it saw."""
