"""Reports: what was sent, and what became of it; whom a school does not reach."""
