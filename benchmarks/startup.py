"""Start-up and memory: when pages answer, when answers can be graded, and what it all takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from benchmarks.house import open_house
from benchmarks.report import parser, positive, show, write


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until pages answer and until all is ready, then bytes of the process tree."""

    home_s: float
    ready_s: float
    rss_bytes: int
    pss_bytes: int | None


def main() -> None:
    """Measure, print, and write where asked."""
    arguments = parser(__doc__)
    arguments.add_argument("--runs", type=positive, default=3, help="starts to measure (default: 3)")
    options = arguments.parse_args()
    starts = [measure() for _ in range(options.runs)]
    figures = medians(starts)
    show(f"Start-up and memory, median of {len(starts)}", table(figures))
    write(options.json, "startup", {"median": figures, "runs": [asdict(start) for start in starts]})


def measure() -> Start:
    """Start the application, wait until it is ready, and end it."""
    with open_house() as house:
        home_s = house.wait_until("/home/")
        ready_s = house.wait_until("/readyz")
        memory = house.memory()
    return Start(home_s, ready_s, memory.rss, memory.pss)


def medians(starts: Sequence[Start]) -> dict[str, float]:
    """The median of each figure; one that this system does not tell is left out."""
    columns = {name: [asdict(start)[name] for start in starts] for name in Start.__slots__}
    return {name: median(values) for name, values in columns.items() if None not in values}


def table(figures: Mapping[str, float]) -> dict[str, str]:
    """The figures as people read them."""
    labels = {
        "home_s": "until /home/ answers",
        "ready_s": "until /readyz is ready",
        "rss_bytes": "memory (RSS)",
        "pss_bytes": "memory (PSS)",
    }
    return {labels[name]: _readable(name, value) for name, value in figures.items()}


def _readable(name: str, value: float) -> str:
    return f"{value:.1f} s" if name.endswith("_s") else f"{value / 1e6:,.0f} MB"


if __name__ == "__main__":
    main()
