"""Python that runs in the tab, and how it is packed."""
