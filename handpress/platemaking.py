"""Platemaking: a job to a plate. The whole walk, from files to PDF bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from handpress.compose import compose, kinds
from handpress.compose.lists import catalogue, contents
from handpress.furniture import Furniture
from handpress.job import Edition, Job
from handpress.library import (
    Clinic,
    Library,
    Loaded,
    State,
    check_clinic,
    check_handout,
    check_origin,
    check_pair,
    check_state,
    check_translation,
    state,
)  # fmt: skip
from handpress.matrix import Listed
from handpress.paint import LaidOut, lay_out, paint
from handpress.plate import Made, Particulars
from handpress.problems import HandpressError, Problems
from handpress.typescale import TypeScale

LISTED_FROM = 3
"""A packet of so many handouts opens with a list of them."""


def make_plate(job: Job) -> Made:
    """Load, check, compose and paint. Raises HandpressError with everything that is wrong."""
    problems = Problems()
    library = Library(job.root)
    topics = [topic for topic in job.topics if library.known("topic", topic, library.topics(), problems)]
    known_clinic = library.known("clinic", job.clinic, library.clinics(), problems)
    clinic = library.clinic(job.clinic, problems) if known_clinic else None
    if clinic:
        check_clinic(clinic, problems)
    loaded = [_text(library, clinic, job, topic, problems) for topic in topics]
    texts = [(text, _state(library, clinic, text, job, problems)) for text in loaded if text and clinic]
    problems.raise_errors()
    assert clinic is not None
    parts = [_laid_out(text, clinic, job.edition, found) for text, found in texts]
    particulars = _particulars(clinic, [text for text, _ in texts], parts)
    if len(parts) >= LISTED_FROM:
        parts.insert(0, _contents(parts, clinic))
    edition = replace(job.edition, language=texts[0][0].language)
    # A fragment that two sections hold is read twice.
    warnings = tuple(dict.fromkeys(problems))
    return Made(paint(parts), edition, particulars, warnings, tuple(library.inputs.items()))


def _particulars(clinic: Clinic, loaded: Sequence[Loaded], parts: Sequence[LaidOut]) -> Particulars:
    title, issued = "; ".join(part.story.title for part in parts), max(each.text.issued for each in loaded)
    return Particulars(title, clinic.layout.name, loaded[0].text.version, issued, loaded[0].text.review_by)


def make_catalogue(root: Path, name: str, entries: Sequence[Listed]) -> Made:
    """The list of what a clinic has, in the first of its languages. Raises HandpressError."""
    problems, library = Problems(), Library(root)
    clinic = library.clinic(name, problems)
    problems.raise_errors()
    assert clinic is not None
    language = clinic.layout.languages[0]
    letters = "".join(filter(str.isalpha, "".join(entry.title for entry in entries)))
    scale = TypeScale.of(clinic.layout, clinic.chain, large=False, language=language, letters=letters)
    story = catalogue(entries, clinic.layout, scale, language)
    plate = paint([lay_out(story, Furniture.plain(clinic, scale, language))])
    particulars = Particulars(story.title, clinic.layout.name, "", story.issued, story.issued)
    return Made(plate, Edition(language), particulars, tuple(problems), tuple(library.inputs.items()))


def _state(library: Library, clinic: Clinic, loaded: Loaded, job: Job, problems: Problems) -> State:
    """Whether a text may be printed on a job's terms, and what a band has to say of it."""
    source = library.source_of(loaded)
    found = state(loaded, source, job.terms.today)
    check_origin(loaded, source, problems)
    if "stale" not in found.faults:
        # A sign that a translation lacks must not go missing without a word. Of a stale one, the band says that.
        check_translation(loaded, source, problems)
    library.note(Path(loaded.text.review_by.isoformat()), "until")
    check_state(found, loaded, clinic, job.terms.allow_expired, problems)
    return found


def _text(library: Library, clinic: Clinic | None, job: Job, topic: str, problems: Problems) -> Loaded | None:
    """A topic in the language that was asked for or, where none was, the first of the clinic's, checked for it."""
    asked = job.edition.language or (clinic.layout.languages[0] if clinic else "")
    language = library.choose_language(topic, asked, problems) if asked else None
    loaded = library.handout(topic, language, problems) if language else None
    if loaded and clinic:
        check_handout(loaded, clinic.chain, problems)
        check_pair(loaded, clinic, problems)
        _check_kind(loaded, job, problems)
    return loaded


def _laid_out(loaded: Loaded, clinic: Clinic, edition: Edition, found: State) -> LaidOut:
    edition = replace(edition, language=loaded.language)
    story = compose(loaded, clinic, edition)
    try:
        return lay_out(story, Furniture.of(loaded, clinic, edition, story.title, found))
    except HandpressError as error:
        # What fits on no page is a matter of the text, which pages know nothing of.
        raise HandpressError(replace(problem, file=problem.file or loaded.file) for problem in error.problems) from None


def _contents(parts: list[LaidOut], clinic: Clinic) -> LaidOut:
    """The page that lists the parts of a packet."""
    scale, language = parts[0].furniture.scale, parts[0].story.language
    story = contents([(part.story, len(part.pages)) for part in parts], clinic.layout, scale)
    return lay_out(story, Furniture.plain(clinic, scale, language))


def _check_kind(loaded: Loaded, job: Job, problems: Problems) -> None:
    """Whether the topic can be printed as the kind that was asked for."""
    if job.edition.kind not in kinds(loaded):
        hint = f"python generate.py checklist {loaded.name} --clinic {job.clinic}"
        problems.add(f"'{loaded.name}' is a checklist, not a handout", loaded.file, hint)
