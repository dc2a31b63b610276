"""Check again after each save: keyboard, files, a warm process."""
