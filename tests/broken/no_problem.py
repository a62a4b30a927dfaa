"""A module that defines no problem."""
