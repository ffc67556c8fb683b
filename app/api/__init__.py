"""REST: each route parses, calls one service, and maps what it gets."""
