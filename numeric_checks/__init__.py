"""Numeric checks: what happens when the models run on numbers.

One module per homework problem, with its model and its measurements, beside the instruments they share.
Nothing here imports SymPy, a derivation or the checker, so no measurement can see the answer it will face.
"""
