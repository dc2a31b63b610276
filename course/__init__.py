"""The tools behind ``learn.py``: one module a verb."""
