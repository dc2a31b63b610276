"""Steps, tasks, mistakes; which files are a project."""
