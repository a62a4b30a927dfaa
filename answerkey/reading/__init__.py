"""Reading: LaTeX mathematics to trees under declared names, and prose with formulas in it."""
