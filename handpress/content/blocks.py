"""Points and blocks: what a section is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator

from handpress.content.commas import WithoutCommas
from handpress.fields import MAX_ITEMS, Count, Model, Name, Plain, Prose, wrong
from handpress.problems import did_you_mean, mark_of, quoted

When = Literal["once", "daily", "twice_daily", "each_meal", "as_needed"]

MAX_DEPTH = 3
MAX_COLUMNS = 8


class Point(Model):
    """One point of a list: a text, and points under it. A bare string in YAML is a point without any."""

    shape = "a text, or 'text:' with a 'list:' under it"
    text: Prose
    points: Points = Field(default=(), alias="list")


class Action(Point):
    """A point that says what to do, and how often (`when`), so that a checklist can be made of it."""

    when: When | None = None


def _shallow(points: Any) -> Any:
    level = points if isinstance(points, tuple) else ()
    for _ in range(MAX_DEPTH):
        level = tuple(below for point in level for below in point.points)
    if level:
        raise wrong(f"lists nest {MAX_DEPTH} levels deep at the most", "split the list in two", at=level[0].text.mark)
    return points


def as_point(value: Any) -> Any:
    """A bare text as a mapping with that text: what lets an author leave out `text:`."""
    return {"text": value} if isinstance(value, str) else value


OnePoint = Annotated[Point, BeforeValidator(as_point, json_schema_input_type=str | Point)]
OneAction = Annotated[Action, BeforeValidator(as_point, json_schema_input_type=str | Action)]
Points = Annotated[tuple[OnePoint, ...], Field(max_length=MAX_ITEMS), WithoutCommas]
SomePoints = Annotated[tuple[OnePoint, ...], Field(min_length=1, max_length=MAX_ITEMS), WithoutCommas]
SomeActions = Annotated[tuple[OneAction, ...], Field(min_length=1, max_length=MAX_ITEMS), WithoutCommas]


class _Listing(Model):
    @field_validator("points", mode="after", check_fields=False)
    @classmethod
    def _nesting(cls, points: Any) -> Any:
        return _shallow(points)


class BulletList(_Listing):
    """Points in any order."""

    points: SomePoints = Field(alias="list")


class Steps(_Listing):
    """Points to be done in this order, numbered."""

    points: SomePoints = Field(alias="steps")


class Do(_Listing):
    """Things to do."""

    points: SomeActions = Field(alias="do")


class Dont(_Listing):
    """Things not to do."""

    points: SomePoints = Field(alias="dont")


class Signs(_Listing):
    """What to watch for, on a care card."""

    points: SomePoints = Field(alias="signs")


class NoteBox(Model):
    title: Prose | None = None
    body: Body


class Note(Model):
    """A quiet box beside the flow of the text."""

    note: NoteBox


class TableGrid(Model):
    caption: Prose | None = None
    columns: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=MAX_COLUMNS)]
    rows: Annotated[tuple[tuple[Prose, ...], ...], Field(min_length=1, max_length=MAX_ITEMS)]

    @model_validator(mode="after")
    def _even(self) -> TableGrid:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise wrong(
                    f"row {number} does not fit: cells {len(row)}, columns {len(self.columns)}",
                    "a cell with a comma in it needs quotes",
                    at=row[0].mark if row else None,
                )
        return self


class Table(Model):
    """Words in rows and columns."""

    table: TableGrid


class LogColumn(Model):
    """A column to write in. `threshold` names the need whose value is the one to ring at, said in a checklist."""

    shape = "a text, or 'text:' with 'threshold:'"
    text: Prose
    threshold: Name | None = None


OneColumn = Annotated[LogColumn, BeforeValidator(as_point, json_schema_input_type=str | LogColumn)]


class LogGrid(Model):
    title: Prose
    columns: Annotated[tuple[OneColumn, ...], Field(min_length=1, max_length=MAX_COLUMNS)]
    rows: Annotated[Count, Field(le=MAX_ITEMS)]


class Log(Model):
    """An empty table that the patient fills in over days."""

    log: LogGrid


class WriteInLine(Model):
    label: Prose
    lines: Annotated[Count, Field(le=30)] = 1


class WriteIn(Model):
    """A label with lines to write on."""

    write_in: WriteInLine


class PictureFile(Model):
    file: Plain
    alt: Plain
    caption: Prose | None = None


class Picture(Model):
    """A picture of the topic's folder. `alt` says in words what it shows."""

    picture: PictureFile


class Fragment(Model):
    """Blocks that several handouts share, by name."""

    fragment: Name


class Choice(Model):
    option: Name
    cases: Annotated[dict[Name, Body], Field(min_length=1)]


class Choose(Model):
    """Blocks of which the clinic has chosen one case."""

    choose: Choice


BLOCKS: dict[str, type[Model]] = {
    "list": BulletList,
    "steps": Steps,
    "do": Do,
    "dont": Dont,
    "signs": Signs,
    "note": Note,
    "table": Table,
    "log": Log,
    "write_in": WriteIn,
    "picture": Picture,
    "fragment": Fragment,
    "choose": Choose,
}


def _kind(value: Any) -> str | None:
    """The name of the block that a YAML value is; the tag of the union."""
    if isinstance(value, str | Prose):
        return "paragraph"
    return next((key for key in value if key in BLOCKS), None) if isinstance(value, dict) else None


def _known_block(value: Any) -> Any:
    if _kind(value) is None:
        if not isinstance(value, dict):
            raise wrong("this must be a block: a text, or one of " + ", ".join(BLOCKS))
        _refuse_block(str(next(iter(value), "")))
    if isinstance(value, dict) and sum(key in BLOCKS for key in value) > 1:
        kinds = [key for key in value if key in BLOCKS]
        raise wrong(f"{quoted(kinds)} are blocks of their own", "begin each with '- '", at=mark_of(kinds[1]))
    return value


def _refuse_block(name: str) -> NoReturn:
    if not name:
        raise wrong("this block is empty", "write a text, or one of " + ", ".join(BLOCKS))
    near = did_you_mean(name, BLOCKS)
    if near.startswith("known") or not name.islower():
        near = f"a text that begins with '{{' or holds ': ' needs quotes; {near}"
    raise wrong(f"unknown block '{name}'", near, needle=name)


Block = Annotated[
    Annotated[Prose, Tag("paragraph")]
    | Annotated[BulletList, Tag("list")]
    | Annotated[Steps, Tag("steps")]
    | Annotated[Do, Tag("do")]
    | Annotated[Dont, Tag("dont")]
    | Annotated[Signs, Tag("signs")]
    | Annotated[Note, Tag("note")]
    | Annotated[Table, Tag("table")]
    | Annotated[Log, Tag("log")]
    | Annotated[WriteIn, Tag("write_in")]
    | Annotated[Picture, Tag("picture")]
    | Annotated[Fragment, Tag("fragment")]
    | Annotated[Choose, Tag("choose")],
    Discriminator(_kind),
    BeforeValidator(_known_block),
]
Body = Annotated[tuple[Block, ...], Field(min_length=1, max_length=MAX_ITEMS), WithoutCommas]


def blocks(body: tuple[Any, ...]) -> Iterator[Any]:
    """Every block of a body, those inside notes and cases too, in order."""
    for block in body:
        yield block
        if isinstance(block, Note):
            yield from blocks(block.note.body)
        elif isinstance(block, Choose):
            for case in block.choose.cases.values():
                yield from blocks(case)


def proses(value: object) -> Iterator[Prose]:
    """Every text of a model, in order."""
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, BaseModel):
        for item in vars(value).values():
            yield from proses(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from proses(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from proses(item)
