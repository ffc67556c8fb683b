from __future__ import annotations

import numpy as np

from serving.windows import merge_spans, speech_windows

S = 16_000


def test_neighbours_share_a_window_with_the_short_pause_between_them() -> None:
    assert merge_spans([(0, 2 * S), (3 * S, 5 * S)], split_pause_s=2.0) == [(0, 5 * S)]


def test_a_long_pause_starts_a_new_window() -> None:
    assert merge_spans([(0, 2 * S), (4 * S, 5 * S)], split_pause_s=2.0) == [(0, 2 * S), (4 * S, 5 * S)]


def test_no_window_is_longer_than_thirty_seconds() -> None:
    spans = [(9 * i * S, (9 * i + 8) * S) for i in range(10)]

    merged = merge_spans(spans, split_pause_s=2.0)

    assert all(end - start <= 30 * S for start, end in merged)
    assert merged[0] == (0, 26 * S)


def test_no_speech_is_lost_in_merging() -> None:
    spans = [(S, 2 * S), (10 * S, 40 * S), (41 * S, 42 * S)]

    merged = merge_spans(spans, split_pause_s=2.0)

    assert all(any(a <= start and end <= b for a, b in merged) for start, end in spans)


def test_silence_and_nothing_have_no_windows() -> None:
    assert speech_windows(np.zeros(5 * S, np.float32)) == []
    assert speech_windows(np.zeros(0, np.float32)) == []
