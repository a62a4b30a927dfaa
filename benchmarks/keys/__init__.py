"""Solution keys that are known to be right, printed in many ways, rewritten, and with one error planted in them."""
