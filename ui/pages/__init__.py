"""One page a file: `build(services)` lays it out; its handlers stand at module level."""
