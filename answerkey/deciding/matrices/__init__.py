"""Normal forms of matrix formulas of any size: words that do not commute, and their ranks, signs and determinants."""
