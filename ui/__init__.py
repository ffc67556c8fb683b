"""The pages: Gradio, dressed. Handlers parse, call one service, render."""
