"""Speech recognition and text embedding: model wrappers, their Ray Serve deployments and a client.

Imports nothing else of this project, so that a replica never loads Gradio or Peewee.
"""
