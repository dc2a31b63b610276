"""The folder .venv, from the lock or from a kit."""
