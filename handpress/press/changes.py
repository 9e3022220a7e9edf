"""What of a matrix is due: a ledger says what was made, and of what; all that has not changed is left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from handpress.job import Edition, Job, Terms
from handpress.matrix import Plan, Wanted, place
from handpress.press.ledger import Entry, Ledger
from handpress.press.orders import Order, Outcome
from handpress.problems import Problem, Severity

PLAN = "manifest.json"
"""The entry for the plan of all others: it is what the manifest itself depends on."""


def entry_of(job: Job) -> Entry:
    """What a ledger says of a job."""
    edition = job.edition
    return {
        "clinic": job.clinic,
        "topic": job.topic,
        "language": edition.language,
        "kind": edition.kind,
        "large": edition.large,
        "terms": list(job.terms.said),
    }


def told(outcome: Outcome) -> Entry:
    """What a ledger says of an outcome."""
    entry, printed = entry_of(outcome.order.job), outcome.printed
    if printed is None:
        errors = [problem.message for problem in outcome.problems if problem.severity is Severity.ERROR]
        return entry | {"outcome": "failed", "problems": errors}
    particulars = printed.particulars
    said = {"title": particulars.title, "version": particulars.version, "review_by": particulars.review_by.isoformat()}
    facts = {"pages": outcome.pages, "bytes": printed.size, "sha256": printed.sha256}
    return entry | {"outcome": "printed"} | said | facts


def kept_plan(ledger: Ledger, root: Path, wanted: Wanted) -> Plan | None:
    """The plan that was made for the same last time, if all that it looked at is as it was."""
    entry = ledger.entries.get(PLAN)
    if entry is None or entry["wanted"] != _listed(wanted) or not ledger.holds(PLAN):
        return None
    return Plan(tuple(_job_of(root, each) for each in entry["jobs"]), tuple(map(_problem, entry["warnings"])), ())


def keep_plan(ledger: Ledger, wanted: Wanted, plan: Plan) -> None:
    """Put a plan into the ledger; one with errors is made anew each time."""
    if plan.failed:
        return
    jobs = [entry_of(job) for job in plan.jobs]
    warnings = [[problem.message, problem.hint] for problem in plan.problems]
    ledger.record(PLAN, {"wanted": _listed(wanted), "jobs": jobs, "warnings": warnings}, plan.inputs)


def due(plan: Plan, ledger: Ledger, folder: Path, verify: bool) -> Iterator[Order]:
    """The orders of a plan whose files are not there yet, or not as they should be."""
    for job in plan.jobs:
        if not ledger.unchanged(place(job), entry_of(job), verify):
            yield Order(job, folder / place(job))


def stale(plan: Plan, ledger: Ledger, root: Path, wanted: Wanted) -> list[str]:
    """The files of what was wanted once, and is planned no more.

    None where the plan has errors: what a clinic wants whose layout cannot be read is not known.
    """
    if plan.failed:
        return []
    planned = {place(job) for job in plan.jobs}
    jobs = ((file, _job_of(root, entry)) for file, entry in ledger.entries.items() if "topic" in entry)
    gone = [file for file, job in jobs if file not in planned and wanted.includes(job)]
    for file in [file for file in gone if not (ledger.folder / file).exists()]:
        # It never came about, or somebody has deleted it.
        gone.remove(file)
        ledger.forget(file)
    # A clinic of which nothing is left needs no catalogue.
    left = {entry["clinic"] for file, entry in ledger.entries.items() if "topic" in entry and file not in gone}
    lists = [file for file, entry in ledger.entries.items() if "listed" in entry]
    return [*gone, *(file for file in lists if file.partition("/")[0] not in left)]


def _job_of(root: Path, entry: Entry) -> Job:
    allowed, day = entry["terms"]
    terms = Terms(date.fromisoformat(day) if day else None, allowed)
    edition = Edition(entry["language"], entry["large"], entry["kind"])
    return Job(root, entry["topic"], entry["clinic"], edition, terms=terms)


def _listed(wanted: Wanted) -> list[list[Any]]:
    asked = (wanted.clinics, wanted.topics, wanted.languages, wanted.kinds, wanted.sizes, wanted.terms.said)
    return [list(each) for each in asked]


def _problem(warning: list[str]) -> Problem:
    message, hint = warning
    return Problem(Severity.WARNING, message, hint=hint)
