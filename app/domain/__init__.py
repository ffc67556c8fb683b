"""Grading, questions, résumés, job descriptions: values in, values out.

No I/O, clock or global randomness: `now` and `rng` are arguments.
"""
