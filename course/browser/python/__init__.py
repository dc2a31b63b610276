"""Python that runs in a browser's tab: the project's server, its tests, its cells.

Nothing here is imported on a machine of one's own, but by tests.
"""
