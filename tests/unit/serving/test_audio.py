from __future__ import annotations

import numpy as np
import pytest

from serving.audio import SAMPLE_RATE, decode_audio
from serving.errors import AudioEmpty, AudioTooLong, AudioUnreadable
from tests.unit.serving import clips


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("wav", "pcm_s16le"),
        ("webm", "libopus"),
        ("mp4", "aac"),
        ("ogg", "libopus"),
        ("flac", "flac"),
    ],
)
def test_every_container_gives_the_tone_that_went_in(container: str, codec: str) -> None:
    samples = decode_audio(clips.encoded(container, codec, duration_s=2.0))

    assert samples.dtype == np.float32 and samples.ndim == 1
    assert len(samples) / SAMPLE_RATE == pytest.approx(2.0, abs=0.06)
    spectrum = np.abs(np.fft.rfft(samples))
    loudest_hz = np.argmax(spectrum) * SAMPLE_RATE / len(samples)
    assert loudest_hz == pytest.approx(440, abs=2)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_and_layout_becomes_16_khz_mono(rate: int, channels: int) -> None:
    samples = decode_audio(clips.wav(1.5, rate=rate, channels=channels))

    assert len(samples) == pytest.approx(1.5 * SAMPLE_RATE, abs=32)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.02)


def test_no_bytes_are_an_empty_recording() -> None:
    with pytest.raises(AudioEmpty):
        decode_audio(b"")


@pytest.mark.parametrize(
    "data",
    [
        b"not audio at all " * 50,
        clips.silent_video(),
        clips.wav()[:30],
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/hostname\n",
    ],
    ids=["garbage", "video without sound", "cut header", "playlist", "concatenation"],
)
def test_what_is_no_recording_is_unreadable(data: bytes) -> None:
    with pytest.raises(AudioUnreadable):
        decode_audio(data)


def test_an_upload_cut_short_gives_what_arrived() -> None:
    whole = clips.encoded("webm", "libopus", duration_s=3.0)

    samples = decode_audio(whole[: len(whole) * 2 // 3])

    assert 0.5 < len(samples) / SAMPLE_RATE < 3.0


def test_a_recording_of_exactly_the_limit_is_accepted() -> None:
    assert len(decode_audio(clips.wav(2.0), max_duration_s=2.0)) == 2 * SAMPLE_RATE


def test_a_recording_over_the_limit_is_refused_and_says_the_limit() -> None:
    with pytest.raises(AudioTooLong, match="longer than 2 s") as caught:
        decode_audio(clips.wav(2.5), max_duration_s=2.0)
    assert caught.value.max_duration_s == 2.0


def test_decoding_stops_where_the_limit_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []
    from serving import audio

    frames = audio._frames

    def counted(container: object) -> object:
        for frame in frames(container):  # type: ignore[arg-type]
            decoded.append(frame.samples / frame.sample_rate)
            yield frame

    monkeypatch.setattr(audio, "_frames", counted)
    with pytest.raises(AudioTooLong):
        decode_audio(clips.encoded("ogg", "libopus", duration_s=60.0), max_duration_s=5.0)
    assert sum(decoded) < 6.0
