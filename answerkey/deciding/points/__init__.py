"""Points of the domain, at which claims are tried: drawn, solved for, made simpler."""
