"""Types, spans, ids and errors: what every room shares, and what depends on none."""
