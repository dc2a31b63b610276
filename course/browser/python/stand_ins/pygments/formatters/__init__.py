"""Forms of output."""
