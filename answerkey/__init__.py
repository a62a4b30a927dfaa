"""Checks homework solution keys: every formula decided, every answer measured, every page printed from what holds."""

__version__ = "0.1.0"
