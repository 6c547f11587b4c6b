"""Data shipped with the package: the catalogue and the sample workbooks of an invented county."""
