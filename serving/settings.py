"""What can be chosen about the models. The field names are the keys of `args` in serve_config.yaml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=1)]
Threads = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0)]


class ServingArgs(BaseModel):
    """Arguments of both Serve applications; every default works on a laptop."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    whisper_model: str = "base"
    """Speech recognition: a faster-whisper model folder, a size (tiny, base, small, medium, large-v3, turbo),
    a hub repository, "none" to switch it off, or "weightless" for made-up transcripts."""

    whisper_compute_type: str = "default"
    """CTranslate2's arithmetic: default, int8, int8_float16, float16, float32."""

    whisper_beam_size: Count = 1
    """Hypotheses kept while decoding: 1 is fast, 5 a little more accurate."""

    whisper_split_pause_s: Seconds = 2.0
    """A pause this long starts a new 30 s window; shorter ones stay inside a window."""

    language: str | None = None
    """The language spoken, such as "en"; None detects it in every recording."""

    encoder_model: str = "minilm"
    """Text encoder: "minilm" (installed with the package), a folder, a hub repository, or "weightless" for
    made-up vectors."""

    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where models run; auto takes a GPU where there is one."""

    transcriber_replicas: Count = 1
    """Copies of the speech model."""

    transcriber_threads: Threads = 0
    """CPU threads of each copy; 0 means all cores, at most 4."""

    transcriber_max_batch_size: Count = 4
    """Recordings a copy takes at once."""

    encoder_replicas: Count = 1
    """Copies of the text encoder."""

    encoder_threads: Threads = 0
    """CPU threads of each copy; 0 means all cores, at most 4."""

    encoder_max_batch_size: Count = 16
    """Requests a copy embeds at once."""

    batch_wait_timeout_s: Seconds = 0.005
    """How long the first request of a batch waits for company."""

    max_queued_requests: Count = 256
    """Requests that may wait for a model before callers are told to come back later."""

    replica_cpus: Annotated[float, Field(gt=0)] = 0.4
    """CPUs a copy reserves with Ray. The default lets both models share one core; on a cluster set it to the
    number of threads."""

    replica_gpus: Annotated[float, Field(gt=0, le=1)] = 0.5
    """Share of a GPU that a copy reserves where models run on GPUs."""
