"""What may be wrong with this machine."""
