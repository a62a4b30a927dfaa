"""This engine beside the tools that people use today: one module per tool, each run in processes of its own.

A tool's module has `version()`; `given(pair)`, which puts a pair into the tool's own terms and is not timed; and
`accepts(problem)`, which is timed: True (the two mean the same), False (they do not) or None (no answer).
"""
