"""The library of past documents in the browser."""
