"""`approve`: record who approved exactly the words of a text."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from handpress.clarity.comparing import starter
from handpress.cli import show
from handpress.commands.options import Day, Language, example, with_root
from handpress.library import Library, Loaded, check_origin, state
from handpress.library.approval import Fault, digest, why
from handpress.press.files import write
from handpress.problems import HandpressError, Problem, Problems
from handpress.source import in_braces, locate, read_yaml, with_entry

LONGEST = 200
"""More letters than any name and post have."""

_FIRST: dict[Fault, str] = {
    "expired": "look it through, and set 'review_by:' to a later day",
    "stale": "bring it up to that, then set 'of_version:'",
    "unreviewed": "when somebody has, set 'translation: {reviewed_by: …}'",
}
"""What is to be done before a text with such a fault can be approved."""


@click.command(epilog=example("python generate.py approve neutropenia en-GB --by 'Dr A. Quorthwick, haematology'"))
@click.argument("topic")
@click.argument("language", type=Language())
@click.option("--by", required=True, metavar="NAME", help="Name and post of the clinician who approves the text.")
@click.option("--date", "day", type=Day(), help="The day of the approval. Default: today.")
@with_root
def command(topic: str, language: str, by: str, day: date | None, root: Path) -> None:
    """Record that a clinician approves TOPIC in LANGUAGE, word for word as it stands. A later change will show."""
    problems, library = Problems(), Library(root)
    known = library.known("topic", topic, library.topics(), problems)
    chosen = library.named_language(topic, language, problems) if known else None
    loaded = library.handout(topic, chosen, problems) if chosen else None
    problems.raise_errors()
    assert loaded is not None
    today = day or date.today()
    source = _source(library, loaded, problems)
    _refuse(loaded, source, by, today)
    write(loaded.file, _approved(loaded, _approval(loaded, source, by, today)))
    show(problems)
    click.echo(loaded.file)


def _source(library: Library, loaded: Loaded, problems: Problems) -> Loaded | None:
    """The source text, where a text is not that itself. Raises HandpressError where it cannot be read."""
    if loaded.is_source:
        return None
    language = loaded.topic.source_language
    source = library.handout(loaded.name, language, problems)
    if source is None:
        message = f"this text cannot be approved: its source text, {language}.yaml, cannot be read"
        problems.add(message, loaded.file, f"put {language}.yaml right, then compare the two")
    problems.raise_errors()
    return source


def _refuse(loaded: Loaded, source: Loaded | None, by: str, today: date) -> None:
    """Raise HandpressError for what nobody can approve."""
    problems = Problems()
    check_origin(loaded, source, problems)
    # What was approved before does not matter here, nor whether it has been changed since.
    found = state(replace(loaded, text=loaded.text.model_copy(update={"approval": None})), source, today)
    reasons = [(why(fault), _FIRST[fault]) for fault in found.faults if fault in _FIRST]
    if not by.strip():
        reasons.append(("it needs a name", "name and post of the clinician"))
    if len(by) > LONGEST:
        reasons.append(("the name is too long", "name and post of the clinician, in a line"))
    if today > date.today():
        reasons.append(("the day of the approval has not come yet", "leave '--date' out for today"))
    elif today < loaded.text.issued:
        reasons.append(("that day is before the one on which it was issued", "see 'issued:' in the text"))
    left = next(starter(loaded), None)
    if left:
        reasons.append((f"'{left.words}': {left.message}", left.hint))
    for message, hint in reasons:
        problems.add(f"this text cannot be approved: {message}", loaded.file, hint)
    problems.raise_errors()


def _approval(loaded: Loaded, source: Loaded | None, by: str, today: date) -> dict[str, str]:
    """What the file is to say of the approval."""
    # A text is approved beside the words that it was made from: when those change, it is to be looked at again.
    beside = {"source": digest(source)} if source else {}
    return {"by": " ".join(by.split()), "on": today.isoformat(), "digest": digest(loaded), **beside}


def _approved(loaded: Loaded, approval: dict[str, str]) -> bytes:
    """The file with the approval in it, and all else as its author wrote it. Raises HandpressError."""
    data = loaded.file.read_bytes()
    coding = "utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8"
    text = with_entry(data.decode(coding), "approval", approval, after="review_by")
    if text is None:
        raise HandpressError([_to_paste(loaded, approval)])
    return text.encode(coding)


def _to_paste(loaded: Loaded, approval: dict[str, str]) -> Problem:
    """The Problem of a file that the approval is to be written into by hand."""
    key, where = ("approval", "in the place of") if loaded.text.approval else ("review_by", "beside")
    root = read_yaml(loaded.file, Problems())
    assert root is not None
    hint = f"write it {where} '{key}:' by hand: {in_braces('approval', approval)}"
    return locate(root, (key,)).problem("the approval cannot be written in here", hint)
