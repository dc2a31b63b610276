"""One module a verb: arguments in, a call, an exit code."""
