"""Where the time of one composition goes that nothing is remembered of."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench import ours
from bench.report import table

RUNS = 15
TOP = 15
STAGES = (
    ("compose", "compose/__init__.py", ("compose",)),
    ("furniture, made", "furniture.py", ("of",)),
    ("paginate", "paint/pages.py", ("paginate",)),
    ("furniture, drawn", "furniture.py", ("draw_head", "draw_foot")),
    ("story, drawn", "flowables/stack.py", ("draw",)),
    ("embed fonts", "paint/embedding.py", ("embed",)),
    ("write the file", "paint/canvas.py", ("finish",)),
)
Function = tuple[str, int, str]


def profile() -> str:
    """The table of modules, the functions that cost most, and the stages."""
    copy = ours.load()
    copy.make()
    profiler = cProfile.Profile()
    for _ in range(RUNS):
        ours.forget(copy)
        profiler.enable()
        copy.make()
        profiler.disable()
    stats: dict[Function, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    total = sum(own for _, _, own, _, _ in stats.values())
    parts = (
        f"One composition with nothing remembered, mean of {RUNS}; the profiler itself makes all of it slower:"
        f" {1000 * total / RUNS:.1f} ms in all.",
        table(("module", "ms", "share", "calls"), _modules(stats, total)[:TOP], False),
        table(("function", "ms by itself", "ms with what it calls", "calls"), _functions(stats)[:TOP], False),
        table(("stage", "ms", "share"), _stages(stats, total), False),
    )
    return "\n\n".join(parts)


def group(function: Function) -> str:
    """The handpress module, or the package, that a function belongs to."""
    path = Path(function[0])
    for parent in path.parents:
        if parent == ours.ROOT / "handpress":
            return ".".join(path.relative_to(ours.ROOT).with_suffix("").parts).removesuffix(".__init__")
        if parent.name == "site-packages":
            return path.relative_to(parent).parts[0]
    return "bench" if ours.ROOT in path.parents else "standard library"


def _modules(stats: dict[Function, Any], total: float) -> list[tuple[str, ...]]:
    """Time by module. What is built in (sums, joins, HarfBuzz) has no module: it counts to whoever calls it."""
    times, calls = defaultdict[str, float](float), defaultdict[str, int](int)
    for function, (_, count, own, _, callers) in stats.items():
        if function[0] != "~":
            times[group(function)] += own
            calls[group(function)] += count
            continue
        for caller, (_, _, own_there, _) in callers.items():
            times["built in" if caller[0] == "~" else group(caller)] += own_there
    ordered = sorted(times, key=lambda name: -times[name])
    return [(n, _ms(times[n]), f"{times[n] / total:.0%}", f"{calls[n] // RUNS:,}") for n in ordered]


def _functions(stats: dict[Function, Any]) -> list[tuple[str, ...]]:
    """The functions that take most time by themselves."""
    ordered = sorted(stats.items(), key=lambda item: -item[1][2])
    return [
        (f"{group(f) if f[0] != '~' else 'built in'} {f[2]}", _ms(own), _ms(whole), f"{count // RUNS:,}")
        for f, (_, count, own, whole, _) in ordered
    ]


def _stages(stats: dict[Function, Any], total: float) -> list[tuple[str, ...]]:
    """The steps of compose and paint with all that they call; '?' for one that is no longer found under its name."""
    found = list[tuple[str, ...]]()
    for title, file, names in STAGES:
        times = [whole for f, (*_, whole, _) in stats.items() if f[0].endswith(f"handpress/{file}") and f[2] in names]
        found.append((title, _ms(sum(times)), f"{sum(times) / total:.0%}") if times else (title, "?", "?"))
    return found


def _ms(seconds: float) -> str:
    return f"{1000 * seconds / RUNS:.2f}"
