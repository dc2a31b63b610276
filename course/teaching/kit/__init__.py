"""The zip for a room without a network."""
