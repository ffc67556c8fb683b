"""From settings to a model, in one place for replicas, notebooks and tests.

The model libraries are imported when a model loads: they take seconds, and a replica needs one of them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from serving.settings import ServingArgs
from serving.weightless import WeightlessEncoder, WeightlessTranscriber

if TYPE_CHECKING:
    from serving.encoder import Encoder
    from serving.transcriber import Transcriber


def make_transcriber(args: ServingArgs, device: str) -> Transcriber:
    """Load the speech model of `args` on `device` ("cpu" or "cuda").

    Raises:
        ModelUnavailable: its weights cannot be had.
    """
    if args.whisper_model == "weightless":
        return WeightlessTranscriber()
    _wait_without_spinning()
    from serving.transcriber import load_whisper

    return load_whisper(
        args.whisper_model,
        device=device,
        compute_type=args.whisper_compute_type,
        cpu_threads=_threads(args.transcriber_threads),
        beam_size=args.whisper_beam_size,
        language=args.language,
        split_pause_s=args.whisper_split_pause_s,
    )


def make_encoder(args: ServingArgs, device: str) -> Encoder:
    """Load the text encoder of `args` on `device` ("cpu" or "cuda").

    Raises:
        ModelUnavailable: its weights cannot be had.
    """
    if args.encoder_model == "weightless":
        return WeightlessEncoder()
    _wait_without_spinning()
    from serving.encoder import load_encoder

    return load_encoder(args.encoder_model, device=device, threads=_threads(args.encoder_threads))


def local_device(args: ServingArgs) -> str:
    """Return "cuda" or "cpu" for a model in this very process."""
    if args.device != "auto":
        return args.device
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _wait_without_spinning() -> None:
    """Let idle OpenMP threads sleep. Spinning, they take the cores that the other model and the web server
    need: with two busy cores a text of 40 words took 417 ms instead of 125. Read when torch is imported."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _threads(wanted: int) -> int:
    return wanted or min(4, os.cpu_count() or 1)
