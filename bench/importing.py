"""What the whole command loads, and how long that takes: Python's own count, by package."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import ours
from bench.measure import alone, environment, process
from bench.report import table

TOP = 10
RUNS = 5


def imports(markdown: bool) -> str:
    """Import times by package and by module, without a cached plate and with one."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        bare = alone(process([sys.executable, "-c", "pass"], ours.ROOT, folder), RUNS)
        return "\n\n".join(
            _imports(title, cache, loaded, bare, folder, markdown)
            for title, cache, loaded in (
                ("Whole command, nothing cached", None, "handpress.commands.handout, handpress.platemaking"),
                ("Whole command, plate cached", folder / "plates", "handpress.commands.handout"),
            )
        )


def _imports(title: str, cache: Path | None, loaded: str, bare: float, folder: Path, markdown: bool) -> str:
    """The tables of one command; `loaded` is what brings in all that it uses."""
    command = ours.whole(folder / "ours.pdf", cache, ours.patients(1)[0])
    whole = alone(process(command, ours.ROOT, folder), RUNS)
    only = alone(process([sys.executable, "-c", f"import {loaded}"], ours.ROOT, folder), RUNS)
    runs = [_modules(command, folder) for _ in range(RUNS)]
    modules = {name: median(run.get(name, 0.0) for run in runs) for name in runs[0]}
    packages, counts = defaultdict[str, float](float), defaultdict[str, int](int)
    for module, milliseconds in modules.items():
        packages[package(module)] += milliseconds
        counts[package(module)] += 1
    parts = (
        f"{'### ' if markdown else ''}{title}",
        f"A patient's copy takes {1000 * whole:.0f} ms; a process that only imports what it needs {1000 * only:.0f} ms,"
        f" a bare Python {1000 * bare:.0f} ms. By -X importtime, which makes imports slower than they are, they take"
        f" {sum(modules.values()):.0f} ms:",
        table(("package", "ms", "modules"), _ordered(packages, counts), markdown),
        table(("module", "ms by itself"), [row[:2] for row in _ordered(modules, counts)], markdown),
    )
    return "\n\n".join(parts)


def package(module: str) -> str:
    """The package that a module belongs to; one name for all of the standard library."""
    top = module.partition(".")[0]
    return "standard library" if top in sys.stdlib_module_names else top


def _ordered(times: dict[str, float], counts: dict[str, int]) -> list[tuple[str, str, str]]:
    ordered = sorted(times, key=lambda name: -times[name])[:TOP]
    return [(name, f"{times[name]:.1f}", str(counts.get(name, ""))) for name in ordered]


def _modules(command: list[str], folder: Path) -> dict[str, float]:
    """Milliseconds of each module by itself, in one run of the command."""
    traced = [command[0], "-X", "importtime", *command[1:]]
    done = subprocess.run(traced, check=True, cwd=ours.ROOT, env=environment(folder), capture_output=True, text=True)
    found = dict[str, float]()
    for line in done.stderr.splitlines():
        fields = line.removeprefix("import time:").split("|")
        if line.startswith("import time:") and len(fields) == 3 and fields[0].strip().isdigit():
            name = fields[2].strip()
            found[name] = found.get(name, 0.0) + int(fields[0]) / 1000
    return found
