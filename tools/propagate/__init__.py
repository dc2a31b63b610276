"""Carry an edit of one step into all later ones."""
