"""Changes that the tests of a step must notice."""
