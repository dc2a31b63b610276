"""What runs for maintainers only."""
