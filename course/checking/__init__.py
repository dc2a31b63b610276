"""Run a step's tests, judge, explain, report."""
