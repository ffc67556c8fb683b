"""Measurements of the real application: `python -m benchmarks.NAME`. See docs/performance.md."""
