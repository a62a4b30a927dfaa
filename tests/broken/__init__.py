"""A course in which every problem is broken in its own way; see tests/test_running.py."""
