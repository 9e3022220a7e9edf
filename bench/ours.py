"""handpress's own side of the comparison: loading, composing, painting, and forgetting what was remembered."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import _lru_cache_wrapper
from itertools import combinations, islice, product, repeat
from pathlib import Path
from types import ModuleType
from typing import Any

import handpress.filling  # noqa: F401 - its memories are among those that are looked through
from handpress.compose import compose
from handpress.fonts import Face
from handpress.furniture import Furniture
from handpress.job import Edition, Job
from handpress.library import Clinic, Library, Loaded, State, check_clinic, check_handout, check_pair
from handpress.paint import lay_out, paint
from handpress.patients import Patient
from handpress.plate import Made, Plate
from handpress.press import cache as plates
from handpress.press.making import make
from handpress.problems import Problems

ROOT = Path(__file__).resolve().parent.parent
TOPIC, CLINIC, LANGUAGE = "neutropenia", "riverside", "en-GB"

_SYLLABLES = ("an", "bel", "cor", "dan", "el", "far", "gwen", "har", "is", "jo", "kar", "lin", "mor", "nor", "os")
RARE = "ąćęłńśźżőűčďěňřšťůž"

KEPT = {
    "handpress.source.validation._adapter": "the models' validators",
    "handpress.inline._reader": "the reader of marks",
    "handpress.words.words": "the program's own words",
    "handpress.fonts.faces._face": "open fonts",
    "handpress.library.assets._chain": "open fonts",
    "handpress.filling._chain": "open fonts",
    "handpress.sheet._plain_letters": "a font's plain letters, whatever is set in it",
    "handpress.press.cache.program": "what the program's files are",
    "handpress.flowables.vector._drawing": "the clinic's logo, which every peer keeps too",
}
"""What a warm process has before it meets a new text, and so is never forgotten. All else is, old and new alike."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A loaded handout, its clinic and the edition to make."""

    loaded: Loaded
    clinic: Clinic
    edition: Edition

    def pdf(self) -> bytes:
        """Compose, paint and write: what the table calls a composition."""
        return self.make().pdf

    def make(self) -> Plate:
        """Compose and paint."""
        story = compose(self.loaded, self.clinic, self.edition)
        return paint(
            [lay_out(story, Furniture.of(self.loaded, self.clinic, self.edition, story.title, State(("sample",))))]
        )

    def pdf_anew(self) -> bytes:
        """Load everything, then compose, paint and write."""
        return load().pdf()

    def other(self, number: int, brand: str = "") -> Copy:
        """The same handout for a clinic not seen before: another name, other numbers and, if asked, another colour."""
        layout = self.clinic.layout
        contact = layout.contact.model_copy(
            update={"phone": f"020 7946 {100 + number:04d}", "out_of_hours": f"020 7946 {500 + number:04d}"}
        )
        changes: dict[str, Any] = {"name": f"Harbour Ward {number}", "contact": contact}
        if brand:
            changes["colours"] = layout.colours.model_copy(update={"brand": brand})
        return replace(self, clinic=replace(self.clinic, layout=layout.model_copy(update=changes)))


def load() -> Copy:
    """Read and check all files of the handout and the clinic, as `platemaking` does. Raises HandpressError."""
    problems, library = Problems(), Library(ROOT)
    clinic, loaded = library.clinic(CLINIC, problems), library.handout(TOPIC, LANGUAGE, problems)
    if loaded and clinic:
        check_clinic(clinic, problems)
        check_handout(loaded, clinic.chain, problems)
        check_pair(loaded, clinic, problems)
    problems.raise_errors()
    assert loaded is not None and clinic is not None
    return Copy(loaded, clinic, Edition(LANGUAGE))


def whole(target: Path, cache: Path | None = None, patient: Patient | None = None) -> list[str]:
    """The command line that makes the same file in a process of its own, with a folder of plates or with none."""
    options = ["--clinic", CLINIC, "--language", LANGUAGE, "-o", str(target)]
    options += ["--cache", str(cache)] if cache else ["--no-cache"]
    if patient:
        options += ["--patient", patient.name, "--born", patient.born, "--id", patient.identifier]
    return [sys.executable, "generate.py", "handout", TOPIC, *options]


def cached(folder: Path) -> Made:
    """The plate out of a cache, as a new process takes it; made and kept, if it is not there yet."""
    plates.program.cache_clear()
    return make(Job(ROOT, TOPIC, CLINIC, Edition(LANGUAGE)), folder)


def patients(count: int, letters: str = "") -> list[Patient]:
    """So many patients, no two of whom share a name. Without `letters` a plate has all the glyphs of their names.

    With them each name has other letters that the plate lacks. The numbers are of the range that the NHS keeps for
    tests, with a check digit that is right.
    """
    names = (f"{''.join(some).title()} {''.join(some[::-1]).title()}son" for some in product(_SYLLABLES, repeat=4))
    rare = (f" {''.join(some)}" for some in combinations(letters, 3)) if letters else repeat("")
    numbers = (f"{head}{check}" for head in range(999_000_000, 1_000_000_000) if (check := _check(head)) < 10)
    days = (date(1931, 1, 1) + timedelta(step) for step in range(25_000))
    found = islice(zip(names, rare, days, numbers, strict=False), count)
    made = [Patient(f"{name}{more}", f"{day}", number) for name, more, day, number in found]
    if len(made) < count:
        raise ValueError(f"there are names for {len(made)} patients only")
    return made


def _check(head: int) -> int:
    """The check digit of an NHS number; 10 where it has none."""
    return -sum(int(digit) * weight for digit, weight in zip(str(head), range(10, 1, -1), strict=True)) % 11


def forget(copy: Copy) -> None:
    """Empty every memory of set words, blocks, glyphs and subsets, as if no text had been set in this process."""
    for _, cache in caches():
        cache.cache_clear()
    for face in faces(copy):
        face._words.clear()
        face._steps.clear()


def remembered(copy: Copy) -> int:
    """How many things the memories that `forget` empties hold."""
    return sum(cache.cache_info().currsize for _, cache in caches()) + sum(
        len(face._words) + len(face._steps) for face in faces(copy)
    )


def gone() -> list[str]:
    """The names of KEPT that lead to no cache any more: `forget` empties what they once kept."""
    there = {name for name, _ in _all_caches()}
    return sorted(KEPT.keys() - there)


def faces(copy: Copy) -> list[Face]:
    """The faces that the handout may be set in."""
    return [*copy.clinic.chain.regular, *copy.clinic.chain.bold]


def caches() -> Iterator[tuple[str, _lru_cache_wrapper[Any]]]:
    """Every lru_cache of handpress's modules and classes with its name, but for those of KEPT."""
    return ((name, cache) for name, cache in _all_caches() if name not in KEPT)


def _all_caches() -> Iterator[tuple[str, _lru_cache_wrapper[Any]]]:
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] == "handpress" and isinstance(module, ModuleType):
            yield from _caches_in(module)


def _caches_in(module: ModuleType) -> Iterator[tuple[str, _lru_cache_wrapper[Any]]]:
    own = [value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__]
    for owner in (module, *(value for value in own if isinstance(value, type))):
        for value in vars(owner).values():
            if isinstance(value, _lru_cache_wrapper) and value.__module__ == module.__name__:
                yield f"{value.__module__}.{value.__qualname__}", value
