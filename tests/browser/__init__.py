"""The site in a real browser. The fixtures ``site`` and ``page`` are in conftest."""
