"""Rules about a handout's parts: summary, contact, lists, headings, pictures, care cards. Most need no English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from handpress.clarity.findings import Finding
from handpress.clarity.plain import plain_words
from handpress.clarity.texts import is_english, kind_of, passages, said, words_of
from handpress.content import BulletList, Do, Dont, Handout, Picture, Point, Section, Signs, Steps, blocks, proses
from handpress.library import Loaded
from handpress.problems import mark_of
from handpress.runs import Run, placeholders
from handpress.words import script

MAX_SUMMARY = 30
MAX_ITEMS = 12
MAX_STEPS = 9
MIN_ALT = 3
_UNSPACED = ("Hans", "Hant", "Jpan", "Thai", "Khmr", "Laoo", "Mymr")
"""Scripts without spaces between words, where words cannot be counted."""

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|svg|gif|webp|tiff?)|(?:img|image|dsc|screenshot|untitled)[\s_-]*\d*", re.I)
_PHONE = re.compile(r"\d[\d ()-]{5,}\d")
_REACHED = ("clinic.phone", "clinic.out_of_hours", "clinic.web")
_EMERGENCY = ("000", "111", "112", "911", "999")
_THREE_DIGITS = re.compile(
    r"(?<!NHS )(?<![A-Za-z\d_.,/-])(?<!\d )\d(-?)\d\1\d(?![A-Za-z\d])"
    r"(?!\.\w|[ ,-]?\d|/\d\d?\b| ?(?:[°º%]|[mkµ][gclm]|g\b|lb|microgram|unit|beat|step|cal))"
)
"""Three digits that are not part of a longer number, an amount or an address. 'NHS 111' says whose number it is."""


def summary(loaded: Loaded) -> Iterator[Finding]:
    """A main message that says nothing, or too much."""
    if not isinstance(loaded.text, Handout):
        return
    message = loaded.text.key_message
    text = said(message, loaded)
    own = message.words
    count = len(words_of(text))
    if not any(letter.isalpha() for letter in own):
        hint = "say the one thing to remember"
        yield Finding("summary", text, message.mark, "the key message has no words of its own", hint)
    elif is_english(loaded) and count > MAX_SUMMARY:
        message_ = f"the key message has {count} words; the most is {MAX_SUMMARY}"
        yield Finding("summary", text, message.mark, message_, "keep the one thing to remember")


def contact(loaded: Loaded) -> Iterator[Finding]:
    """A follow-up of which only the emergency number could be asked. That there is no care card at all is an error,
    which the model of a handout finds."""
    handout = loaded.text
    if not isinstance(handout, Handout):
        return
    follow_up = next((section for section in handout.sections if section.role == "follow_up"), None)
    levels = {section.level for section in handout.sections}
    if follow_up and not levels & {"urgent", "routine"} and not _reaches(handout, loaded):
        message = "the follow-up says nowhere whom to ring"
        hint = "write 'on {clinic.phone}', or give the section 'signs'"
        yield Finding("contact", said(follow_up.title, loaded), follow_up.title.mark, message, hint)


def _reaches(handout: Handout, loaded: Loaded) -> bool:
    for prose in proses(handout):
        links = any(isinstance(run, Run) and run.link for run in prose.runs)
        if links or set(placeholders(prose.runs)) & set(_REACHED) or _PHONE.search(said(prose, loaded)):
            return True
    return False


def emergency_numbers(loaded: Loaded) -> Iterator[Finding]:
    """Numbers to call in an emergency that the text has of its own: a clinic of another country prints them as they
    are, and nobody there answers."""
    for prose in proses(loaded.text):
        links = [run.link for run in prose.runs if run.link.startswith("tel:")]
        for found in _THREE_DIGITS.finditer("\n".join([prose.words, *links])):
            if f"{int(found[0].replace('-', '')):03}" in _EMERGENCY:
                message = f"'{found[0]}' is an emergency number in some countries only"
                hint = "write '{clinic.emergency}': each clinic prints its own"
                yield Finding("emergency-number", said(prose, loaded), prose.mark, message, hint, found[0])


def list_lengths(loaded: Loaded) -> Iterator[Finding]:
    """Lists that nobody takes in."""
    for block in _blocks(loaded):
        if isinstance(block, BulletList | Steps | Do | Dont | Signs):
            most = MAX_STEPS if isinstance(block, Steps) else MAX_ITEMS
            for points in _levels(block.points):
                if len(points) > most:
                    message = f"a list of {len(points)} points; the most is {most}"
                    first = points[0].text
                    hint = "split it under two headings, or leave out what matters least"
                    yield Finding("too-many-items", said(first, loaded), first.mark, message, hint)


def _levels(points: tuple[Point, ...]) -> Iterator[tuple[Point, ...]]:
    yield points
    for point in points:
        yield from _levels(point.points)


def headings(loaded: Loaded) -> Iterator[Finding]:
    """Headings that say nothing of what follows, or the same as another one."""
    vague, seen = set(plain_words().headings), set[str]()
    for each in passages(loaded):
        if each.part not in ("heading", "note_title"):
            continue
        name = each.text.casefold().strip(" .:!?")
        if name in vague:
            message = f"the heading '{each.text}' does not say what follows"
            yield Finding("heading", each.text, each.mark, message, "a question that the part answers does")
        elif each.part == "heading" and name in seen:
            message = f"a second section has the heading '{each.text}'"
            yield Finding("heading", each.text, each.mark, message, "say how it differs from the first")
        seen.add(name)


def alternatives(loaded: Loaded) -> Iterator[Finding]:
    """Pictures that say nothing to those who cannot see them."""
    spaced = script(loaded.language) not in _UNSPACED
    for block in _blocks(loaded):
        if not isinstance(block, Picture):
            continue
        alt = block.picture.alt
        if _FILE_NAME.fullmatch(alt.strip()) or alt.strip() == PurePosixPath(block.picture.file).stem:
            message = "the alternative text is a file name"
        elif spaced and len(words_of(alt)) < MIN_ALT:
            message = f"the alternative text has fewer than {MIN_ALT} words"
        else:
            continue
        yield Finding("alt-text", alt, mark_of(alt), message, "say what the picture shows the reader")


def care_cards(loaded: Loaded) -> Iterator[Finding]:
    """Two care cards of one level, one after the other: the second is passed over."""
    sections: tuple[Section, ...] = loaded.text.sections if isinstance(loaded.text, Handout) else ()
    for above, section in pairwise(sections):
        if section.level and section.level == above.level:
            message = f"two care cards of the level '{section.level}' side by side"
            at = section.title
            yield Finding("care-cards", said(at, loaded), at.mark, message, "make one of them, or move one")


def do_and_dont(loaded: Loaded) -> Iterator[Finding]:
    """Points under the wrong sign: a cross and a tick are read before the words beside them."""
    for block in _blocks(loaded):
        if not isinstance(block, Do | Dont):
            continue
        for point in block.points:
            text = said(point.text, loaded)
            forbids = re.match(r"(?:do not|don[’']t|never)\b", text, re.IGNORECASE)
            if isinstance(block, Do) and forbids:
                message, hint = f"a point of '{kind_of(block)}' that forbids", "put it under 'dont:'"
            elif isinstance(block, Dont) and not text.startswith("Do not "):
                message, hint = "a point of 'dont' that does not begin with 'Do not'", "write 'Do not …'"
            else:
                continue
            yield Finding("do-form", text, point.text.mark, message, hint)


def _blocks(loaded: Loaded) -> Iterator[Any]:
    for section in loaded.text.sections if isinstance(loaded.text, Handout) else ():
        yield from blocks(section.body)
