"""Checking a solution key as its author wrote it: every formula in its context, every link of every chain."""
