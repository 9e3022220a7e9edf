"""A job's plate: from the cache, or made."""

from __future__ import annotations

from pathlib import Path

from handpress.job import Job
from handpress.plate import Made
from handpress.press.cache import PlateCache


def make(job: Job, folder: Path | None = None) -> Made:
    """The plate of a job, out of the cache in `folder` where one is given and has it. Raises HandpressError."""
    cache = PlateCache(folder) if folder else None
    found = cache.find(job) if cache else None
    if found:
        return found
    # The one late import: what platemaking loads takes longer than an impression of a plate that is there already.
    from handpress.platemaking import make_plate  # noqa: PLC0415

    made = make_plate(job)
    if cache:
        cache.keep(job, made)
    return made
