"""Where functions are least, and the inequalities that follow."""
