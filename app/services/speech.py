"""From a recording to the words in it."""

from __future__ import annotations

from app.errors import AudioRejected
from app.services.model_errors import speech_errors
from serving.client import Models
from serving.schemas import Transcript

MAX_AUDIO_BYTES = 60 * 1024 * 1024
"""Ten minutes of 48 kHz mono WAV, 16 bit."""


class Speech:
    """Transcribes one recording at a time for its candidate."""

    def __init__(self, models: Models) -> None:
        self._models = models

    def transcribe(self, data: bytes) -> Transcript:
        """What was said.

        Raises AudioRejected for an empty, unreadable, too long or silent recording, SpeechUnavailable where
        there is no speech recognition, Overloaded where its queue is full.
        """
        if len(data) > MAX_AUDIO_BYTES:
            raise AudioRejected("The recording is larger than 60 MB; record a shorter answer.")
        with speech_errors():
            transcript = self._models.transcribe(data)
        if not transcript.text.strip():
            raise AudioRejected("No speech was heard; check the microphone and record again, or type.")
        return transcript
