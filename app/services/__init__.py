"""The use cases: one family a file, collaborators as arguments, frozen values out."""
