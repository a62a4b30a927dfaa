"""Outside truth: formulas that nobody here wrote, from the tests and the documentation of other packages.

Each collection is a list of pairs as in `benchmarks/pairs.jsonl`, made anew from what is installed or downloaded.
"""
