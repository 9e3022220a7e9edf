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

TOP = 20
RUNS = 5


def imports() -> str:
    """Import times by package and by module of handpress, beside the whole process and a bare Python."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        command = ours.whole(folder / "ours.pdf")
        whole = alone(process(command, ours.ROOT, folder), RUNS)
        bare = alone(process([sys.executable, "-c", "pass"], ours.ROOT, folder), RUNS)
        runs = [_modules(command, folder) for _ in range(RUNS)]
    modules = {name: median(run.get(name, 0.0) for run in runs) for name in runs[0]}
    packages, counts = defaultdict[str, float](float), defaultdict[str, int](int)
    for module, milliseconds in modules.items():
        packages[package(module)] += milliseconds
        counts[package(module)] += 1
    own = {name: t for name, t in modules.items() if name.startswith("handpress")}
    parts = (
        f"Whole command {1000 * whole:.0f} ms, bare Python {1000 * bare:.0f} ms; imports {sum(modules.values()):.0f} ms"
        " by -X importtime, which makes them slower than they are.",
        table(("package", "ms", "modules"), _ordered(packages, counts), False),
        table(("module of handpress", "ms by itself"), [row[:2] for row in _ordered(own, counts)], False),
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
