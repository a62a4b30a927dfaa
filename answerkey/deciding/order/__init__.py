"""Relations over the reals, by a decision procedure."""
