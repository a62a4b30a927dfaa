"""A module that cannot be imported."""

problem = 1 / 0
