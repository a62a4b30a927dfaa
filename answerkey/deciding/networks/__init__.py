"""Normal forms of formulas of entries: networks of indices, for products, derivatives and moments beyond words."""
