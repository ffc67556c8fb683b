"""The benchmarks' arithmetic and reports; what they measure needs a machine that does nothing else."""

from __future__ import annotations

import importlib
import json
import re
from pathlib import Path

from benchmarks.feedback import summarise
from benchmarks.report import environment, write
from benchmarks.startup import Start, medians, table

ROOT = Path(__file__).parents[2]


def test_the_95th_percentile_is_a_time_that_was_measured() -> None:
    figures = summarise([float(n) for n in range(100, 0, -1)])
    assert figures == {"p50_s": 50.5, "p95_s": 95.0, "fastest_s": 1.0, "slowest_s": 100.0}
    assert set(summarise([2.0]).values()) == {2.0}


def test_a_figure_that_the_system_does_not_tell_is_left_out() -> None:
    figures = medians([Start(1.0, 9.0, 10**9, None), Start(3.0, 7.0, 3 * 10**9, None)])
    assert table(figures) == {
        "until /home/ answers": "2.0 s",
        "until /readyz is ready": "8.0 s",
        "memory (RSS)": "2,000 MB",
    }


def test_the_json_names_what_it_was_measured_on(tmp_path: Path) -> None:
    write(tmp_path / "figures.json", "startup", {"home_s": 1.0})
    document = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert document == {"benchmark": "startup", "environment": environment(), "figures": {"home_s": 1.0}}


def test_every_benchmark_that_is_named_can_be_run() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("docs/performance.md", "Makefile")]
    for text in texts:
        named = set(re.findall(r"-m (benchmarks\.\w+)", text))
        assert named == {f"benchmarks.{name}" for name in ("feedback", "enter", "startup", "reading")}
        assert all(callable(importlib.import_module(name).main) for name in named)
