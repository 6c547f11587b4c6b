"""The library measured over a large invented corpus, beside what else a user would pick."""
