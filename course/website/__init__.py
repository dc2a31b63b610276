"""How the site's pages are made from the steps; MkDocs calls ``hooks.py``."""
