"""Test the sample generators."""
