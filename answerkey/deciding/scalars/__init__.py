"""Normal forms of numbers: quotients of polynomials in kernels."""
