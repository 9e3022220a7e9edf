"""What a cache does not have is made here: plates, plans and catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from handpress.job import Audience, Job
from handpress.matrix import Listed, Plan, Wanted
from handpress.plate import Made
from handpress.press.cache import PlateCache

# The late imports: what platemaking, planning and words load takes longer than a run that finds all as it was.


def make(job: Job, folder: Path | None = None) -> Made:
    """The plate of a job, out of the cache in `folder` where one is given and has it. Raises HandpressError."""
    cache = PlateCache(folder) if folder else None
    found = cache.find(job) if cache else None
    if found:
        return found
    from handpress.platemaking import make_plate  # noqa: PLC0415

    made = make_plate(job)
    if cache:
        cache.keep(job, made)
    return made


def make_plan(root: Path, wanted: Wanted) -> Plan:
    """The jobs of a matrix."""
    from handpress.planning import plan  # noqa: PLC0415

    return plan(root, wanted)


def topics_for(root: Path, code: str) -> dict[str, Audience]:
    """The topics for all who have a diagnosis, and whom each is written for."""
    from handpress.planning import for_code  # noqa: PLC0415

    return for_code(root, code)


def known_language(text: str, tags: tuple[str, ...]) -> bool:
    """Whether a text is sure to be the tag or the name of a language; `tags` are those in use."""
    from handpress.words import is_language  # noqa: PLC0415

    return is_language(text, tags)


def meant_languages(asked: str, tags: Sequence[str]) -> list[str]:
    """Those of `tags` that a person means who asks for a language by its tag or its name."""
    from handpress.words import meant_tags  # noqa: PLC0415

    return meant_tags(asked, tags)


def nearest_language(text: str, tags: Sequence[str]) -> str:
    """A hint for a text that is no language: which of `tags`, or of their names, is much like it; or nothing."""
    from handpress.words import nearest_language as nearest  # noqa: PLC0415

    return nearest(text, tags)


def make_catalogue(root: Path, clinic: str, listed: Sequence[Listed]) -> Made:
    """The plate of a clinic's catalogue. Raises HandpressError."""
    from handpress.platemaking import make_catalogue as make  # noqa: PLC0415

    return make(root, clinic, listed)
