"""Stands in for IPython, as far as the notebooks use it."""
