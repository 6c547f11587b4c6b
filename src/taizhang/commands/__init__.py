"""The command line: each command reads its options, makes one call of the core, and prints the answer.

Exit codes: 0 done; 1 something is wrong and has been listed; 2 the command was called wrongly; 3 the machine
failed and the outcome is unknown: ask again.
"""
