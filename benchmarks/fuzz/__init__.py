"""A hunt for wrong verdicts: random true claims, near-misses, and a second referee that shares nothing with the engine.

A kind (see `scalars`, `series`, `relations`, `bindings`, `slopes`, `entries`, `words`) makes claims that are true by
construction, by rules of its own; a near-miss is a true claim with one slip.  The second referee (`referee`, `grids`,
`binders`, `arithmetic`) is plain NumPy and mpmath: it decides nothing, it only calculates at points,
which `domains` draws.
`python -m benchmarks.fuzz --help` says how to run it.
"""
