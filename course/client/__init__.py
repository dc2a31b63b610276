"""One request to the running server, and its answer, as ``http`` sends and tells."""
