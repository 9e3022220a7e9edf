"""Batches: worklists of a hundred and of ten thousand, a print file of a thousand, and a matrix with nothing to do.

Runs of the whole command, in processes of their own, but for the print file, which stands beside Fullbleed's records in
this one. Memory is the largest that any process of a run had, where the system tells it.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import flat, ours, report
from bench.measure import Pairs, environment, timed
from bench.sides import FULLBLEED_FIXED, FULLBLEED_REFLOW
from handpress.job import Edition, Job
from handpress.patients import Patient
from handpress.press.orders import Manner, Order
from handpress.press.printfile import PrintRun

HEADINGS = ("what", "found", "beside", "ratio", "aim", "")
FEW, MANY, RUN = 100, 10_000, 1_000
OUTPUTS = 1_000
TURNS = 5
Row = tuple[str, ...]

_MEMORY = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command, and says how it ended and how large the largest of its processes grew, in kilobytes on Linux."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A run of the whole command: its seconds, and its memory in megabytes, 0 where that is not known."""

    seconds: float
    memory: float


def batches(markdown: bool) -> str:
    """The table of all rows."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = [*_worklists(folder), *_print_files(folder), *_matrix(folder)]
    return report.table(HEADINGS, rows, markdown)


def _command(folder: Path, *arguments: str) -> Ran:
    line = [sys.executable, "generate.py", "batch", *arguments, "--cache", str(folder / "plates")]
    known = sys.platform.startswith("linux")
    started = time.perf_counter()
    wrapped = [sys.executable, "-c", _MEMORY, *line] if known else line
    done = subprocess.run(wrapped, cwd=ours.ROOT, env=environment(folder), capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    status, memory = map(int, done.stdout.split()) if known else (0, 0)
    if status:
        raise RuntimeError(f"the command ended with status {status}: {' '.join(line)}")
    return Ran(seconds, memory / 1024)


def _worklists(folder: Path) -> list[Row]:
    """A hundred and ten thousand patients, a file each, in one process and in two, in turns."""
    runs = dict[tuple[int, int], list[Ran]]()
    patients = ours.patients(MANY)
    for count, times in ((FEW, 1), (MANY, TURNS)):
        worklist = folder / f"{count}.csv"
        with worklist.open("w", encoding="utf-8", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(("clinic", "topics", "patient", "born", "id"))
            rows.writerows((ours.CLINIC, ours.TOPIC, p.name, p.born, p.identifier) for p in patients[:count])
        for _, processes in product(range(times), (1, 2)):
            target = folder / f"{count}-{processes}"
            # Once before, so that the plate and the byte code are there.
            if count == FEW:
                _command(folder, "-w", str(worklist), "-o", str(target), "-j", str(processes))
            ran = _command(folder, "-w", str(worklist), "-o", str(target), "-j", str(processes))
            runs.setdefault((count, processes), []).append(ran)
            shutil.rmtree(target)
    one, two = (tuple(ran.seconds for ran in runs[MANY, processes]) for processes in (1, 2))
    pairs, most = Pairs(two, one), max(ran.memory for ran in runs[MANY, 1])
    rate = f"{MANY / median(one):,.0f} and {MANY / median(two):,.0f} files a second"
    high, middle, low = (1 / share for share in pairs.quartiles)
    few = runs[FEW, 1][0].memory
    grown = most / few if few else 0.0
    memory = (f"{most:.0f} MB", f"{few:.0f} MB of {FEW}", f"{grown:.2f}", "<= 1.2", _said(grown <= 1.2))
    what, ratio = f"{MANY:,} impressions, two processes", f"{middle:.2f} ({low:.2f} to {high:.2f})"
    return [
        (what, rate, "one", ratio, ">= 1.8", pairs.verdict(1 / 1.8)),
        (f"memory of {MANY:,} impressions, one process", *memory),
    ]


def _print_files(folder: Path) -> list[Row]:
    """A thousand patients in one file, and the records of a compiled template, one in a file."""
    copy = ours.load()
    document = flat.document(copy.loaded, copy.clinic, copy.edition)
    patients, plate = ours.patients(RUN), copy.make()
    target = folder / "run.pdf"

    def write() -> None:
        run = PrintRun(target, Manner(folder / "kept"))
        for number, patient in enumerate(patients, 1):
            run.add(_order(patient, target), number)
        run.close()

    write()
    people = [
        flat.details(copy.loaded, copy.clinic, plate.rules.checked(p, date.today()).said()) for p in patients[:60]
    ]
    rows = [("size of a copy in a print file", f"{target.stat().st_size / RUN / 1000:.1f} kB", "", "", "", "")]
    for way in (FULLBLEED_FIXED, FULLBLEED_REFLOW):
        if not way.peer.missing():
            pairs = _beside(write, way.warm(document, people, folder))
            low, middle, high = pairs.quartiles
            found = f"{1000 * sorted(pairs.ours)[len(pairs.ours) // 2]:.2f} ms"
            theirs = f"{way.name}: {1000 * sorted(pairs.theirs)[len(pairs.theirs) // 2]:.1f} ms"
            ratio = f"{middle:.3f} ({low:.3f} to {high:.3f})"
            rows.append(
                (f"{RUN:,} patients as one print file, a copy", found, theirs, ratio, "<= 0.1", pairs.verdict(0.1))
            )
    return rows


def _beside(write: Callable[[], None], record: Callable[[], object]) -> Pairs:
    """Seconds of a copy and of a record, in turns."""
    ours_, theirs = list[float](), list[float]()
    for _ in range(5):
        ours_.append(timed(write) / RUN)
        theirs.append(timed(lambda: [record() for _ in range(10)]) / 10)
    return Pairs(tuple(ours_), tuple(theirs))


def _order(patient: Patient, target: Path) -> Order:
    return Order(Job(ours.ROOT, ours.TOPIC, ours.CLINIC, Edition(ours.LANGUAGE)), target, patient)


def _matrix(folder: Path) -> list[Row]:
    """A thousand outputs of ten clinics and more, and the same command once again."""
    root, target = folder / "root", folder / "out"
    shutil.copytree(ours.ROOT / "handouts", root / "handouts")
    shutil.copytree(ours.ROOT / "fonts", root / "fonts")
    shutil.copytree(ours.ROOT / "layouts", root / "layouts")
    first = root / "layouts" / ours.CLINIC
    options = ["--root", str(root), "-c", ours.CLINIC, "-o", str(target), "-j", "2"]
    _command(folder, *options)
    each = len(list((target / ours.CLINIC / ours.LANGUAGE).glob("*.pdf")))
    shutil.rmtree(target)
    clinics = [f"clinic-{number}" for number in range(-(-OUTPUTS // each))]
    for number, name in enumerate(clinics):
        shutil.copytree(first, root / "layouts" / name)
        layout = root / "layouts" / name / "layout.yaml"
        text = layout.read_text("utf-8").replace("Riverside Day Unit", f"Day Unit {number}")
        layout.write_text(text, "utf-8")
    options = ["--root", str(root), *(word for name in clinics for word in ("-c", name)), "-o", str(target), "-j", "2"]
    made = _command(folder, *options)
    again = sorted(_command(folder, *options).seconds for _ in range(5))[2]
    count, ratio = len(list(target.rglob("*.pdf"))) - len(clinics), again / made.seconds
    beside = f"making them: {made.seconds:.1f} s, {count / made.seconds:.0f} a second in two processes"
    return [
        (
            f"nothing changed, {count:,} outputs",
            f"{again:.2f} s",
            beside,
            f"{ratio:.4f}",
            "<= 0.02",
            _said(ratio <= 0.02),
        )
    ]


def _said(reached: bool) -> str:
    return "reached" if reached else "not reached"
