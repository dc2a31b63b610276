"""What ``decode`` and ``http`` know about tokens."""
