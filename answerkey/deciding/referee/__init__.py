"""The referee: the value of anything at a point, by rigorous arithmetic; what is refuted rests on this alone."""
