"""Workbooks become change sets: recognised, read, compared, admitted all or nothing."""
