"""Planning a workshop: what is done in the time that there is."""
