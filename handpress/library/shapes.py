"""The shape of a text, which its translations share: what it is made of, and what in it is not translated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from handpress.content import (
    Block,
    BulletList,
    Checklist,
    Choose,
    Do,
    Dont,
    Fragment,
    Handout,
    Log,
    Note,
    Picture,
    Point,
    Signs,
    Steps,
    SubTask,
    Table,
    Task,
    TaskSection,
    WriteIn,
    proses,
)
from handpress.fields import Prose
from handpress.problems import Mark, counted, mark_of
from handpress.runs import placeholders


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something there are; `many` is given where an 's' does not make it, `where` if they are not here."""

    number: int
    one: str
    many: str = ""
    where: str = "here"

    def __str__(self) -> str:
        return f"{counted(self.number, self.one, self.many)} {self.where}"


@dataclass(frozen=True, slots=True)
class Shape:
    """A block, a point or a task as a translation must have it too.

    `mark` is where its words begin, `settings` are what is not translated in it, such as when an action is to be done,
    `inner` are the shapes of its points or tasks, of which its `counts` say how many there are.
    """

    kind: str
    mark: Mark | None
    counts: tuple[Count, ...] = ()
    settings: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    inner: tuple[Shape, ...] = ()


def shapes(body: tuple[Any, ...]) -> Iterator[Shape]:
    """The blocks of a body, those of notes and of all cases in their places."""
    for block in body:
        yield _block(block)
        if isinstance(block, Note):
            yield from shapes(block.note.body)
        elif isinstance(block, Choose):
            for _, case in sorted(block.choose.cases.items()):
                yield from shapes(case)


def head_of(handout: Handout) -> Shape:
    """What a handout opens with, its key message above all, and the titles of its sections."""
    titles = (section.title for section in handout.sections)
    said = (handout.title, handout.subtitle, handout.key_message, *titles)
    counts = (_whether(handout.subtitle, "subtitle"),)
    return Shape("head", handout.title.mark, counts, inner=tuple(_text(prose) for prose in said if prose))


def tasks_of(checklist: Checklist) -> Shape:
    """A list for staff, with its sections and their tasks."""
    sections = tuple(map(_section, checklist.sections))
    return Shape("checklist", checklist.title.mark, (Count(len(sections), "section"),), inner=sections)


def _block(block: Block) -> Shape:
    kind = {"Prose": "a paragraph", "BulletList": "list", "WriteIn": "write_in"}.get(type(block).__name__)
    points = getattr(block, "points", ())
    # What stands in a box, in a case or in a point has a shape of its own.
    said = (block.note.title,) if isinstance(block, Note) else () if isinstance(block, Choose) or points else (block,)
    return Shape(
        kind or type(block).__name__.lower(),
        _mark(block),
        tuple(_counts(block)),
        tuple(_settings(block)),
        _keys(said),
        tuple(map(_point, points)),
    )


def _mark(block: Block) -> Mark | None:
    """Where the first words of a block stand."""
    if isinstance(block, Picture):
        return mark_of(block.picture.alt)
    return next((prose.mark for prose in proses(block)), None)


def _keys(said: tuple[Any, ...]) -> tuple[str, ...]:
    """The placeholders in some texts."""
    return tuple(key for prose in proses(said) for key in placeholders(prose.runs))


def _counts(block: Block) -> Iterator[Count]:
    """What a translation must have as many of, block by block."""
    match block:
        case BulletList(points=points):
            yield Count(len(points), "item")
        case Steps(points=points):
            yield Count(len(points), "step")
        case Signs(points=points):
            yield Count(len(points), "sign")
        case Do(points=points):
            yield Count(len(points), "thing to do", "things to do")
        case Dont(points=points):
            yield Count(len(points), "thing not to do", "things not to do")
        case Note(note=box):
            yield from (_whether(box.title, "title"), Count(len(box.body), "block", where="in this box"))
        case Table(table=grid):
            yield _whether(grid.caption, "caption")
            yield from (Count(len(grid.columns), "column"), Count(len(grid.rows), "row"))
        case Log(log=log):
            yield from (Count(len(log.columns), "column"), Count(log.rows, "row"))
        case WriteIn(write_in=line):
            yield Count(line.lines, "line to write on", "lines to write on")
        case Picture(picture=picture):
            yield _whether(picture.caption, "caption")
        case Prose() | Fragment() | Choose():
            return
        case _:
            assert_never(block)


def _whether(said: Prose | None, what: str) -> Count:
    """One or none of something."""
    return Count(int(said is not None), what)


def _settings(block: Block) -> Iterator[str]:
    """What is not translated in a block."""
    if isinstance(block, Log):
        for number, column in enumerate(block.log.columns, 1):
            if column.threshold:
                yield f"threshold: {column.threshold} (column {number})"
    elif isinstance(block, Choose):
        yield f"option: {block.choose.option}"
        yield from (f"{case}: {counted(len(body), 'block')}" for case, body in sorted(block.choose.cases.items()))


def _point(point: Point) -> Shape:
    when = getattr(point, "when", None)
    under = tuple(map(_point, point.points))
    counts = (Count(len(under), "point", where="under this one"),)
    return Shape("point", point.text.mark, counts, (f"when: {when}",) if when else (), _keys((point.text,)), under)


def _text(prose: Prose) -> Shape:
    return Shape("text", prose.mark, placeholders=_keys((prose,)))


def _section(section: TaskSection) -> Shape:
    tasks = tuple(map(_task, section.tasks))
    return Shape("tasks", section.title.mark, (Count(len(tasks), "task"),), inner=tasks)


def _task(task: SubTask) -> Shape:
    parts = tuple(map(_task, task.tasks)) if isinstance(task, Task) else ()
    counts = (_whether(task.only_if, "'if'"), _whether(task.note, "note"), Count(len(parts), "task", where="under it"))
    said = (task.text, task.only_if, task.note)
    return Shape("task", task.text.mark, counts, placeholders=_keys(said), inner=parts)
