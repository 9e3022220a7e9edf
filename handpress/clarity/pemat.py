"""What a program can answer of PEMAT's questions: by what the rules found, and by the parts that a handout has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handpress.clarity.findings import Finding
from handpress.clarity.reading import grader
from handpress.clarity.texts import Passage, passages, said, words_of
from handpress.content import Do, Dont, Handout, Log, Picture, Signs, Steps, Table, WriteIn, blocks
from handpress.library import Loaded
from handpress.problems import counted

LONG_SECTION = 200
LONG_PARAGRAPH = 60
SHORT_TEXT = 100
"""Words: how many a part may have, and under how many a text needs no parts."""

MAX_COLUMNS = 4
MAX_HEAD = 5


class Grade(StrEnum):
    """How a question is answered; the first three as in PEMAT."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_APPLICABLE = "not applicable"
    PERSON = "a person must judge"


Answered = tuple[Grade, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the answers are read from: findings by rule, the passages, the blocks."""

    found: Counter[str]
    texts: tuple[Passage, ...]
    blocks: tuple[Any, ...]
    pictures: tuple[Picture, ...]
    heads: tuple[tuple[str, ...], ...]
    captioned: tuple[bool, ...]

    def count(self, kind: type | tuple[type, ...]) -> int:
        return sum(isinstance(block, kind) for block in self.blocks)


def evidence(loaded: Loaded, findings: tuple[Finding, ...]) -> Evidence:
    """What there is to answer from for one text."""
    sections = loaded.text.sections if isinstance(loaded.text, Handout) else ()
    inside = tuple(block for section in sections for block in blocks(section.body))
    tables = [b.table for b in inside if isinstance(b, Table)]
    heads = [tuple(said(column, loaded) for column in table.columns) for table in tables]
    heads += [tuple(said(column.text, loaded) for column in b.log.columns) for b in inside if isinstance(b, Log)]
    pictures = tuple(b for b in inside if isinstance(b, Picture))
    captions = [table.caption for table in tables] + [each.picture.caption for each in pictures]
    captioned = tuple(caption is not None for caption in captions) + (True,) * sum(isinstance(b, Log) for b in inside)
    found = Counter(each.rule for each in findings)
    return Evidence(found, tuple(passages(loaded)), inside, pictures, tuple(heads), captioned)


def _none_of(*rules: str) -> Callable[[Evidence], Answered]:
    """An answer that agrees where none of some rules found anything."""

    def answer(seen: Evidence) -> Answered:
        counts = [f"{rule}: {seen.found[rule]}" for rule in rules if seen.found[rule]]
        return (Grade.DISAGREE, ", ".join(counts)) if counts else (Grade.AGREE, "")

    return answer


def _everyday(seen: Evidence) -> Answered:
    mark, found = _none_of("jargon", "abbreviation", "reading-grade", "smog", "long-sentence")(seen)
    if mark is Grade.AGREE and not grader():
        return Grade.PERSON, "the reading grade is not known: textstat is not installed"
    return mark, found


def _numbers(seen: Evidence) -> Answered:
    if not any(re.search(r"\d", each.text) for each in seen.texts):
        return Grade.NOT_APPLICABLE, "no numbers"
    return _none_of("bare-number")(seen)


def _chunks(seen: Evidence) -> Answered:
    count = sum(len(words_of(each.text)) for each in seen.texts)
    if count < SHORT_TEXT:
        return Grade.NOT_APPLICABLE, counted(count, "word")
    faults = list[str]()
    sizes = Counter[int]()
    for each in seen.texts:
        words = len(words_of(each.text))
        if each.part == "paragraph" and words > LONG_PARAGRAPH:
            faults.append(f"a paragraph of {words} words")
        if each.section:
            sizes[id(each.section)] += words
    faults += [f"a section of {words} words" for words in sizes.values() if words > LONG_SECTION]
    faults += [counted(seen.found["too-many-items"], "long list")] if seen.found["too-many-items"] else []
    return (Grade.DISAGREE, ", ".join(faults)) if faults else (Grade.AGREE, f"sections: {len(sizes)}")


def _cues(seen: Evidence) -> Answered:
    cues = seen.count((Signs, Do, Dont, Steps))
    return Grade.AGREE, f"a key message in a box; marked lists: {cues}" if cues else "a key message in a box"


def _pictures(seen: Evidence) -> Answered:
    return (Grade.PERSON, f"pictures: {len(seen.pictures)}") if seen.pictures else (Grade.NOT_APPLICABLE, "no pictures")


def _captions(seen: Evidence) -> Answered:
    if not seen.captioned:
        return Grade.NOT_APPLICABLE, "no pictures or tables"
    missing = seen.captioned.count(False)
    if missing or seen.found["alt-text"]:
        wordless = f"{seen.found['alt-text']} without words for those who cannot see"
        return Grade.DISAGREE, f"{missing} without a caption, {wordless}"
    return Grade.AGREE, f"captions: {len(seen.captioned)}"


def _tables(seen: Evidence) -> Answered:
    if not seen.heads:
        return Grade.NOT_APPLICABLE, "no tables"
    wide = sum(len(heads) > MAX_COLUMNS for heads in seen.heads)
    long = sum(any(len(words_of(head)) > MAX_HEAD for head in heads) for heads in seen.heads)
    if wide or long:
        return Grade.DISAGREE, f"{wide} with more than {MAX_COLUMNS} columns, {long} with long heads"
    return Grade.AGREE, f"tables: {len(seen.heads)}"


def _something_to_do(seen: Evidence) -> Answered:
    count = seen.count((Do, Dont, Steps, Signs))
    return (Grade.AGREE, f"lists of what to do: {count}") if count else (Grade.DISAGREE, "no do, dont, steps or signs")


def _you(seen: Evidence) -> Answered:
    text = " ".join(each.text for each in seen.texts)
    others = re.findall(r"\b(?:the patient|patients) (?:should|must|needs?|will|may|can)\b", text, re.IGNORECASE)
    if others:
        return Grade.DISAGREE, f"speaks of '{others[0]}'"
    addressed = re.search(r"\byou(?:r|rs)?\b", text, re.IGNORECASE)
    return (Grade.AGREE, "") if addressed else (Grade.DISAGREE, "never says 'you'")


def _small_steps(seen: Evidence) -> Answered:
    if not seen.count((Do, Steps)):
        return Grade.DISAGREE, "no do or steps"
    return _none_of("two-actions")(seen)


def _tool(seen: Evidence) -> Answered:
    tools = {"logs": seen.count(Log), "lines to write on": seen.count(WriteIn)}
    timed = sum(point.when is not None for b in seen.blocks if isinstance(b, Do) for point in b.points)
    tools["points for a checklist"] = timed
    named = ", ".join(f"{name}: {count}" for name, count in tools.items() if count)
    return (Grade.AGREE, named) if named else (Grade.DISAGREE, "no log, write_in, or do with 'when'")


def _reckoning(seen: Evidence) -> Answered:
    return (Grade.PERSON, f"sums: {seen.found['sum']}") if seen.found["sum"] else (Grade.NOT_APPLICABLE, "no sums")


def _explained_tables(seen: Evidence) -> Answered:
    return (Grade.PERSON, f"tables: {len(seen.heads)}") if seen.heads else (Grade.NOT_APPLICABLE, "no tables or charts")


ANSWERS: dict[int, Callable[[Evidence], Answered]] = {
    3: _everyday,
    4: _none_of("medical-term"),
    5: _none_of("passive"),
    6: _numbers,
    7: _none_of("sum"),
    8: _chunks,
    9: _none_of("heading"),
    11: _none_of("summary"),
    12: _cues,
    16: _pictures,
    17: _captions,
    18: _pictures,
    19: _tables,
    20: _something_to_do,
    21: _you,
    22: _small_steps,
    23: _tool,
    24: _reckoning,
    25: _explained_tables,
}
"""How a question is answered, by its number. For those that are missing, a program has nothing to look at."""
