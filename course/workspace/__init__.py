"""work/ and .learn/: replace, save, restore, merge, import."""
