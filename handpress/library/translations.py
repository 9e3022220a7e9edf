"""A translation beside its source text: the same shape, the same version."""

from __future__ import annotations

from collections.abc import Iterable

from handpress.content import Checklist, Handout, Imprint, proses
from handpress.library.folders import Loaded
from handpress.library.shapes import Shape, head_of, shapes, tasks_of
from handpress.problems import Mark, Problems, mark_of, quoted
from handpress.roots import is_language_tag
from handpress.runs import placeholders
from handpress.words import same_tongue


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
    text, original, name = loaded.text, source.text, source.file.name
    if isinstance(text, Handout) and isinstance(original, Handout):
        if not _same_sections(text, original, name, problems):
            return
        _compare_shape(head_of(text), head_of(original), name, problems)
        for section, other in zip(text.sections, original.sections, strict=True):
            _compare_body(section.title.mark, list(shapes(section.body)), list(shapes(other.body)), name, problems)
    elif isinstance(text, Checklist) and isinstance(original, Checklist):
        _compare_shape(tasks_of(text), tasks_of(original), name, problems)
    _compare_placeholders(text, original, name, problems)


def _same_sections(text: Handout, original: Handout, name: str, problems: Problems) -> bool:
    """Whether two texts have sections of the same roles in the same order."""
    roles, wanted = [s.role for s in text.sections], [s.role for s in original.sections]
    if roles == wanted:
        return True
    missing = [role for role in wanted if roles.count(role) < wanted.count(role)]
    added = [role for role in roles if roles.count(role) > wanted.count(role)]
    where = next((s.title.mark for s, w in zip(text.sections, wanted, strict=False) if s.role != w), None)
    what = f"{quoted(missing)} missing" if missing else f"{quoted(added)} added" if added else "in another order"
    problems.add(f"the sections differ from those of {name}: {what}", where or text.title.mark)
    return False


def _compare_body(at: Mark | None, have: list[Shape], wanted: list[Shape], name: str, problems: Problems) -> None:
    kinds, others = [shape.kind for shape in have], [shape.kind for shape in wanted]
    if kinds != others:
        least = min(len(kinds), len(others))
        differs = next((n for n, (a, b) in enumerate(zip(kinds, others, strict=False)) if a != b), least)
        mark = have[differs].mark if differs < len(have) else at
        expected = f"'{others[differs]}'" if differs < len(others) else "nothing more"
        problems.add(f"{name} has {expected} here", mark, f"block for block it has: {', '.join(others)}")
        return
    for shape, other in zip(have, wanted, strict=True):
        _compare_shape(shape, other, name, problems)


def _compare_shape(shape: Shape, wanted: Shape, name: str, problems: Problems) -> None:
    """Say where two shapes of one kind differ, the outermost first: what is in them is compared where they do not."""
    counts = zip(shape.counts, wanted.counts, strict=True)
    differ = [(count, other) for count, other in counts if count.number != other.number]
    for count, other in differ:
        problems.add(f"{name} has {other}, this text {count.number}", shape.mark)
    if not differ and shape.settings != wanted.settings:
        said = ", ".join(wanted.settings) or "nothing"
        problems.add(f"what is not translated differs from {name}", shape.mark, f"it has here: {said}")
    for key in sorted(set(wanted.placeholders) - set(shape.placeholders)):
        problems.add(f"{name} says '{{{key}}}' here, this text does not", shape.mark)
    for inner, same in zip(shape.inner, wanted.inner, strict=True) if not differ else ():
        _compare_shape(inner, same, name, problems)


def _compare_placeholders(text: Imprint, original: Imprint, name: str, problems: Problems) -> None:
    wanted = {key for prose in proses(original) for key in placeholders(prose.runs)}
    for prose in proses(text):
        for key in placeholders(prose.runs):
            if key not in wanted:
                problems.add(f"{name} does not say '{{{key}}}'", prose.mark, needle=f"{{{key}}}", warn=True)
