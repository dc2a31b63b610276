"""Figures of the tools, side by side in one run."""
