"""Limits, and what holds at every step."""
