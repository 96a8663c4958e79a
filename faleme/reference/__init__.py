"""Frozen, checked views of the files under ``faleme/data``. Each loader reads once and keeps the result."""
