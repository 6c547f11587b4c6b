"""Speed and memory, each measured beside what a user would pick instead, in one run, as ratios."""
