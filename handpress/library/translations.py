"""A translation beside its source text: the same shape, the same version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from handpress.content import Checklist, Choose, Handout, Log, Note, proses
from handpress.library.folders import Loaded
from handpress.problems import Mark, Problems, counted, mark_of, quoted
from handpress.roots import is_language_tag
from handpress.runs import placeholders
from handpress.words import same_tongue

_COUNTED = {"signs": ("sign",), "do": ("thing to do", "things to do"), "dont": ("thing not to do", "things not to do")}


@dataclass(frozen=True, slots=True)
class Shape:
    """A block as a translation must have it too: its kind, how many points it has and how many stand under those.

    `mark` is where its words begin, `settings` are what is not translated in it, such as when an action is to be done.
    """

    kind: str
    count: int
    under: int
    mark: Mark | None
    settings: tuple[str, ...]
    placeholders: tuple[str, ...]


def state(loaded: Loaded, source: Loaded | None) -> str:
    """What is to be said of a text in a list: '' for a source text, else whether it is stale or not yet reviewed."""
    made = loaded.text.translation
    if made is None:
        return ""
    if is_stale(loaded, source):
        return "stale" if made.reviewed_by else "unreviewed and stale"
    return "reviewed" if made.reviewed_by else "unreviewed"


def is_stale(loaded: Loaded, source: Loaded | None) -> bool:
    """Whether a text translates another version than that of its source text, or one that cannot be told."""
    made = loaded.text.translation
    if made is None:
        return False
    return loaded.is_source or source is None or made.of_version != source.text.version


def sources_of(loaded: Iterable[Loaded]) -> dict[str, Loaded]:
    """The source text of each topic, by the topic's name."""
    return {each.name: each for each in loaded if each.is_source}


def check_translations(loaded: list[Loaded], problems: Problems) -> None:
    """Say where translations differ from their source text, and which are older than it."""
    sources = sources_of(loaded)
    for each in loaded:
        source, made = sources.get(each.name), each.text.translation
        if is_language_tag(each.language):  # else its name is what is wrong with it
            check_origin(each, source, problems)
            check_translation(each, source, problems)
        if source and made and not each.is_source and is_stale(each, source):
            message = f"the source text is at version {source.text.version}; this translates version {made.of_version}"
            hint = f"compare it with {source.file.name}, then change this"
            problems.add(message, mark_of(made.of_version), hint, warn=True)


def check_origin(loaded: Loaded, source: Loaded | None, problems: Problems) -> None:
    """Say that what a text was made from is not known, cannot be read or is the text itself.

    `source` is that text, where it can be read.
    """
    made, language = loaded.text.translation, loaded.topic.source_language
    name, at = f"{language}.yaml", mark_of(made.of_version) if made else None
    if loaded.is_source:
        if made:
            hint = "delete 'translation:', or set another 'source_language:' in topic.yaml"
            problems.add("this is the topic's source text, and says that it is a translation", at, hint)
    elif not made and not same_tongue(loaded.language, language) and loaded.file.with_name(name).is_file():
        # Where there is no source text, that is what is wrong.
        hint = f"is it a translation of {name}? Then add 'translation: {{of_version: …, by: …}}'"
        problems.add("this does not say what it was translated from", loaded.text.title.mark, hint)
    elif loaded.is_bound and source is None:
        hint = f"put {name} right, then compare this with it"
        problems.add(f"{name} cannot be read, so this text counts as stale", at or loaded.file, hint, warn=True)


def check_translation(loaded: Loaded, source: Loaded | None, problems: Problems) -> None:
    """Say where a text differs from the one that it translates, if it is a translation and that can be read."""
    if loaded.text.translation and source and not loaded.is_source:
        _compare(loaded, source, problems)


def _compare(loaded: Loaded, source: Loaded, problems: Problems) -> None:
    if isinstance(loaded.text, Checklist) or isinstance(source.text, Checklist):
        return
    text, original, name = loaded.text, source.text, source.file.name
    roles, wanted = [s.role for s in text.sections], [s.role for s in original.sections]
    if roles != wanted:
        missing = [role for role in wanted if roles.count(role) < wanted.count(role)]
        added = [role for role in roles if roles.count(role) > wanted.count(role)]
        where = next((s.title.mark for s, w in zip(text.sections, wanted, strict=False) if s.role != w), None)
        what = f"{quoted(missing)} missing" if missing else f"{quoted(added)} added" if added else "in another order"
        problems.add(f"the sections differ from those of {name}: {what}", where or text.title.mark)
        return
    for section, other in zip(text.sections, original.sections, strict=True):
        _compare_body(section.title.mark, list(_shapes(section.body)), list(_shapes(other.body)), name, problems)
    _compare_placeholders(text, original, name, problems)


def _compare_body(at: Mark | None, have: list[Shape], wanted: list[Shape], name: str, problems: Problems) -> None:
    kinds, others = [shape.kind for shape in have], [shape.kind for shape in wanted]
    if kinds != others:
        least = min(len(kinds), len(others))
        differs = next((n for n, (a, b) in enumerate(zip(kinds, others, strict=False)) if a != b), least)
        mark = have[differs].mark if differs < len(have) else at
        expected = f"'{others[differs]}'" if differs < len(others) else "nothing more"
        problems.add(f"{name} has {expected} here", mark or at, f"block for block it has: {', '.join(others)}")
        return
    for shape, other in zip(have, wanted, strict=True):
        if shape.count != other.count:
            much = counted(other.count, *_COUNTED.get(shape.kind, ("item",)))
            problems.add(f"{name} has {much} here, this text {shape.count}", shape.mark or at)
        elif shape.under != other.under:
            points = counted(other.under, "point")
            message = f"{name} has {points} under those of this list, this text {shape.under}"
            problems.add(message, shape.mark or at)
        elif shape.settings != other.settings:
            said = ", ".join(other.settings) or "nothing"
            problems.add(f"what is not translated differs from {name}", shape.mark or at, f"it has here: {said}")
        for key in sorted(set(other.placeholders) - set(shape.placeholders)):
            problems.add(f"{name} says '{{{key}}}' here, this text does not", shape.mark or at)


def _shapes(body: tuple[Any, ...]) -> Iterator[Shape]:
    """The blocks of a body, those of notes and of all cases in their places."""
    for block in body:
        mark = next((prose.mark for prose in proses(block)), None)
        said = () if isinstance(block, Note | Choose) else tuple(proses(block))
        keys = tuple(key for prose in said for key in placeholders(prose.runs))
        points = getattr(block, "points", ())
        under = sum(_count(point.points) for point in points)
        yield Shape(_kind(block), len(points), under, mark, tuple(_settings(block)), keys)
        if isinstance(block, Note):
            yield from _shapes(block.note.body)
        elif isinstance(block, Choose):
            for case in block.choose.cases.values():
                yield from _shapes(case)


def _count(points: Any) -> int:
    """How many points there are, with those under them."""
    return sum(1 + _count(point.points) for point in points)


def _settings(block: Any) -> Iterator[str]:
    for point in getattr(block, "points", ()):
        if getattr(point, "when", None):
            yield f"when: {point.when}"
    if isinstance(block, Log):
        for column in block.log.columns:
            if column.threshold:
                yield f"threshold: {column.threshold}"
    elif isinstance(block, Choose):
        yield f"option: {block.choose.option}"


def _kind(block: Any) -> str:
    names = {"Prose": "a paragraph", "BulletList": "list", "WriteIn": "write_in"}
    kind = type(block).__name__
    return names.get(kind, kind.lower())


def _compare_placeholders(text: Handout, original: Handout, name: str, problems: Problems) -> None:
    wanted = {key for prose in proses(original) for key in placeholders(prose.runs)}
    for prose in proses(text):
        for key in placeholders(prose.runs):
            if key not in wanted:
                problems.add(f"{name} does not say '{{{key}}}'", prose.mark, needle=f"{{{key}}}", warn=True)
    have = {key for prose in proses(text) for key in placeholders(prose.runs)}
    for key in sorted(wanted - have):
        problems.add(f"this text never says '{{{key}}}', which {name} says", text.title.mark)
