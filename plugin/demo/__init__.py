"""One reminder, end to end, on this machine alone: what `make run` shows."""
