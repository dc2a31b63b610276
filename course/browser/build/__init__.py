"""The bundles with which Django runs in a browser's tab, made by ``author runtime``."""
