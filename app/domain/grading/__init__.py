"""Grading: what an answer earns for each key point, and why. `grade.grade` is the door."""
