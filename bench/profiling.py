"""Where the time goes of one composition that nothing is remembered of, and of one impression."""

from __future__ import annotations

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import ours
from bench.report import table
from handpress.patients import Patient
from handpress.plate import Plate

COMPOSITIONS, IMPRESSIONS = 15, 200
TOP = 10
COMPOSING = (
    ("compose", "compose/__init__.py", ("compose",)),
    ("furniture, made", "furniture.py", ("of",)),
    ("paginate", "paint/pages.py", ("paginate",)),
    ("furniture, drawn", "furniture.py", ("draw_head", "draw_foot")),
    ("story, drawn", "flowables/stack.py", ("draw",)),
    ("embed fonts", "embedding.py", ("font_objects",)),
    ("ReportLab's objects", "canvas.py", ("objects",)),
    ("tag tree, written", "structure.py", ("write",)),
    ("body of the file", "pdffile.py", ("write_body",)),
    ("rest of the file", "plate.py", ("impress",)),
)
IMPRESSING = (
    ("details checked", "patients.py", ("checked",)),
    ("words set", "filling.py", ("_blocks",)),
    ("words drawn", "typesetting/operators.py", ("drawn_once",)),
    ("fonts", "filling.py", ("_fonts",)),
    ("forms", "slots.py", ("form_object",)),
    ("rest of the file", "pdffile.py", ("finish",)),
)
Function = tuple[str, int, str]
Stages = tuple[tuple[str, str, tuple[str, ...]], ...]


def profile(markdown: bool) -> str:
    """The tables of stages, modules and functions, of both."""
    copy = ours.load()
    plate = copy.make()
    known, rare = ours.patients(IMPRESSIONS), ours.patients(IMPRESSIONS, ours.RARE)
    return "\n\n".join(
        (
            _profile("First composition", _composing(copy), COMPOSITIONS, COMPOSING, markdown),
            _profile("An impression", _impressing(plate, known), IMPRESSIONS, IMPRESSING, markdown),
            _profile("An impression, letters wanting", _impressing(plate, rare), IMPRESSIONS, IMPRESSING, markdown),
        )
    )


def _composing(copy: ours.Copy) -> Callable[[cProfile.Profile], None]:
    def run(profiler: cProfile.Profile) -> None:
        for _ in range(COMPOSITIONS):
            ours.forget(copy)
            profiler.enable()
            copy.pdf()
            profiler.disable()

    return run


def _impressing(plate: Plate, patients: list[Patient]) -> Callable[[cProfile.Profile], None]:
    def run(profiler: cProfile.Profile) -> None:
        profiler.enable()
        for patient in patients:
            plate.impress(patient)
        profiler.disable()

    return run


def _profile(title: str, run: Callable[[cProfile.Profile], None], runs: int, stages: Stages, markdown: bool) -> str:
    profiler = cProfile.Profile()
    run(profiler)
    stats: dict[Function, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    total = sum(own for _, _, own, _, _ in stats.values())
    parts = (
        f"{'### ' if markdown else ''}{title}",
        f"The mean of {runs}; the profiler itself makes all of it slower: {1000 * total / runs:.2f} ms in all.",
        table(("stage", "ms", "share"), _stages(stats, total, runs, stages), markdown),
        table(("module", "ms", "share", "calls"), _modules(stats, total, runs)[:TOP], markdown),
        table(("function", "ms by itself", "ms with what it calls", "calls"), _functions(stats, runs)[:TOP], markdown),
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


def _modules(stats: dict[Function, Any], total: float, runs: int) -> list[tuple[str, ...]]:
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
    return [(n, _ms(times[n], runs), f"{times[n] / total:.0%}", f"{calls[n] // runs:,}") for n in ordered]


def _functions(stats: dict[Function, Any], runs: int) -> list[tuple[str, ...]]:
    """The functions that take most time by themselves."""
    ordered = sorted(stats.items(), key=lambda item: -item[1][2])
    return [
        (f"{group(f) if f[0] != '~' else 'built in'} {f[2]}", _ms(own, runs), _ms(whole, runs), f"{count // runs:,}")
        for f, (_, count, own, whole, _) in ordered
    ]


def _stages(stats: dict[Function, Any], total: float, runs: int, stages: Stages) -> list[tuple[str, ...]]:
    """The steps with all that they call; '?' for one that is no longer found under its name."""
    found = list[tuple[str, ...]]()
    for title, file, names in stages:
        times = [whole for f, (*_, whole, _) in stats.items() if f[0].endswith(f"handpress/{file}") and f[2] in names]
        found.append((title, _ms(sum(times), runs), f"{sum(times) / total:.0%}") if times else (title, "?", "?"))
    return found


def _ms(seconds: float, runs: int) -> str:
    return f"{1000 * seconds / runs:.2f}"
