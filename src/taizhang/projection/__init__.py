"""The journal's heads as typed columns: incremental by a cursor, disposable at any time."""
