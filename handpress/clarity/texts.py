"""The texts of a handout as a reader meets them, one by one, with what each is: what the rules look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from handpress.content import (
    Block,
    BulletList,
    Choose,
    Do,
    Dont,
    Fragment,
    Handout,
    Log,
    Note,
    Picture,
    Point,
    Section,
    Signs,
    Steps,
    Table,
    WriteIn,
)
from handpress.fields import Prose
from handpress.library import Loaded
from handpress.problems import Mark, mark_of
from handpress.runs import Placeholder, Run

Part = Literal[
    "title", "subtitle", "key_message", "heading", "paragraph", "list", "steps", "do", "dont", "signs",
    "note_title", "caption", "column", "cell", "label",
]  # fmt: skip
SENTENCES: tuple[Part, ...] = ("key_message", "heading", "paragraph", "list", "steps", "do", "dont", "signs")
"""The parts that are read as sentences; the others are names of things."""

_STAND_INS = {
    "clinic.name": "the clinic",
    "clinic.phone": "020 7946 0123",
    "clinic.out_of_hours": "020 7946 0999",
    "clinic.emergency": "999",
    "clinic.web": "our page",
}
_NEEDS = {"temperature": "38 °C", "number": "5", "text": "this"}
_END = re.compile(r"(?<=[.?!…])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
_WORD = re.compile(r"[^\s]*\w[^\s]*")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text: its words, where it stands, which part it is, in which section. `depth` counts the points above it."""

    text: str
    mark: Mark | None
    part: Part
    section: Section | None = None
    depth: int = 0

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence in _END.split(self.text) if sentence]


def words_of(text: str) -> list[str]:
    """The words of a text: what stands between spaces and holds a letter or a digit."""
    return _WORD.findall(text)


def is_english(loaded: Loaded) -> bool:
    return loaded.language.split("-")[0] == "en"


def said(prose: Prose, loaded: Loaded) -> str:
    """The words of a text, something of the right kind standing in the clinic's places."""
    return " ".join("".join(_stand_in(run, loaded) for run in prose.runs).split())


def _stand_in(run: Run | Placeholder, loaded: Loaded) -> str:
    if isinstance(run, Run):
        return run.text
    return _STAND_INS.get(run.key) or _NEEDS[loaded.topic.needs.get(run.key, "text")]


def passages(loaded: Loaded) -> list[Passage]:
    """Every text of a handout from top to bottom, all cases of what a clinic chooses among them. Of a list for staff,
    whose readers know its words, none."""
    handout = loaded.text
    if not isinstance(handout, Handout):
        return []
    head: list[tuple[Part, Prose | None]] = [
        ("title", handout.title), ("subtitle", handout.subtitle), ("key_message", handout.key_message),
    ]  # fmt: skip
    found = [Passage(said(prose, loaded), prose.mark, part) for part, prose in head if prose]
    for section in handout.sections:
        found.append(Passage(said(section.title, loaded), section.title.mark, "heading", section))
        for part, prose, depth in _body(section.body):
            text = prose if isinstance(prose, str) else said(prose, loaded)
            mark = mark_of(prose) if isinstance(prose, str) else prose.mark
            found.append(Passage(text, mark, part, section, depth))
    return found


_Piece = tuple[Part, Prose | str, int]


def _body(body: tuple[Block, ...]) -> Iterator[_Piece]:
    for block in body:
        if isinstance(block, Prose):
            yield "paragraph", block, 0
        elif isinstance(block, Note):
            if block.note.title:
                yield "note_title", block.note.title, 0
            yield from _body(block.note.body)
        elif isinstance(block, Choose):
            for case in block.choose.cases.values():
                yield from _body(case)
        else:
            yield from _block(block)


def _block(block: Any) -> Iterator[_Piece]:
    match block:
        case BulletList() | Steps() | Do() | Dont() | Signs():
            yield from _points(block.points, kind_of(block), 0)
        case Table():
            yield from _named("caption", block.table.caption)
            yield from (("column", column, 0) for column in block.table.columns)
            yield from (("cell", cell, 0) for row in block.table.rows for cell in row)
        case Log():
            yield "caption", block.log.title, 0
            yield from (("column", column.text, 0) for column in block.log.columns)
        case WriteIn():
            yield "label", block.write_in.label, 0
        case Picture():
            yield from _named("caption", block.picture.caption)
        case Fragment():
            return  # the library has put its blocks in its place


def _named(part: Part, prose: Prose | None) -> Iterator[_Piece]:
    if prose:
        yield part, prose, 0


def _points(points: tuple[Point, ...], part: Part, depth: int) -> Iterator[_Piece]:
    for point in points:
        yield part, point.text, depth
        yield from _points(point.points, part, depth + 1)


def kind_of(block: BulletList | Steps | Do | Dont | Signs) -> Part:
    """What a list of points is called in YAML."""
    match block:
        case BulletList():
            return "list"
        case Steps():
            return "steps"
        case Do():
            return "do"
        case Dont():
            return "dont"
        case Signs():
            return "signs"
        case _:
            assert_never(block)
