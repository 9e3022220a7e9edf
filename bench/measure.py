"""Times, taken in turns: handpress, peer, handpress, peer, so that a slow minute of the machine meets both alike."""

from __future__ import annotations

import gc
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seconds of handpress and of a peer, run by run."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Our median over theirs: less than 1 where handpress is faster."""
        return median(self.ours) / median(self.theirs)

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """The quartiles of the ratios pair by pair; the middle one is their median.

        The two runs of a pair stand side by side in time. Where a machine changes its speed while it is measured,
        these hold, and the ratio of two medians does not.
        """
        low, middle, high = quantiles([a / b for a, b in zip(self.ours, self.theirs, strict=True)], method="inclusive")
        return low, middle, high

    def verdict(self, aim: float) -> str:
        """Whether the middle half of the pairs reaches the aim; where it lies on both sides of it, nothing is known."""
        low, _, high = self.quartiles
        return "reached" if high <= aim else "not reached" if low > aim else "undecided"


def nothing() -> None:
    """What is done before a run that needs no preparation."""


def timed(run: Callable[[], object], before: Callable[[], object] = nothing) -> float:
    """The seconds of one run. `before`, and the clearing away of what others left, are not counted.

    What stays of other tools is kept out of the collector's sight, so that nobody pays for the size of another.
    """
    before()
    gc.collect()
    gc.freeze()
    start = perf_counter()
    run()
    seconds = perf_counter() - start
    gc.unfreeze()
    return seconds


def in_turns(
    ours: Callable[[], object], theirs: Callable[[], object], count: int, before: Callable[[], object] = nothing
) -> Pairs:
    """`count` pairs of runs, after one of each that is not counted; `before` is done before each run of ours."""
    timed(ours, before)
    timed(theirs)
    pairs = [(timed(ours, before), timed(theirs)) for _ in range(count)]
    return Pairs(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def alone(run: Callable[[], object], count: int, before: Callable[[], object] = nothing) -> float:
    """The median seconds of `count` runs after one that is not counted."""
    timed(run, before)
    return median(timed(run, before) for _ in range(count))


def environment(folder: Path) -> dict[str, str]:
    """The environment of a process to be timed: with byte code kept, in `folder`, as every installed program has it."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def process(command: list[str], root: Path, folder: Path) -> Callable[[], None]:
    """What runs a command line as a process of its own in the folder `root`. Raises CalledProcessError."""

    def run() -> None:
        subprocess.run(command, check=True, cwd=root, env=environment(folder), capture_output=True)

    return run
