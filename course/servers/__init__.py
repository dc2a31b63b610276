"""Project servers, ports, PostgreSQL, the static site."""
