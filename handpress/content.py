"""The Topic and Handout models: what the files of handouts/ may hold.

The models have the shape of the YAML, so the JSON Schema that editors use is made from them. A block is one of a
closed union; `compose` has one function for each, and nothing else needs to know a new kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, NoReturn

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, field_validator, model_validator

from handpress.fields import (
    MAX_ITEMS,
    Count,
    Day,
    LanguageTag,
    Model,
    Name,
    Plain,
    Prose,
    Url,
    wrong,
)
from handpress.problems import Mark, did_you_mean, mark_of, quoted

Role = Literal[
    "about",
    "causes",
    "symptoms",
    "tests",
    "treatment",
    "home_care",
    "medicines",
    "food",
    "hygiene",
    "activity",
    "safety",
    "urgent",
    "emergency",
    "follow_up",
    "questions",
]
Level = Literal["emergency", "urgent", "routine"]
"""The three levels of care card, as the NHS design system has them."""

CARE_ROLES: dict[str, Level] = {"emergency": "emergency", "urgent": "urgent"}
"""The roles whose sections are care cards. A follow_up section with signs is one too, of the level routine."""
When = Literal["once", "daily", "twice_daily", "each_meal", "as_needed"]
NeedKind = Literal["temperature", "number", "text"]

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


def _as_point(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


OnePoint = Annotated[Point, BeforeValidator(_as_point, json_schema_input_type=str | Point)]
OneAction = Annotated[Action, BeforeValidator(_as_point, json_schema_input_type=str | Action)]
Points = Annotated[tuple[OnePoint, ...], Field(max_length=MAX_ITEMS)]
SomePoints = Annotated[tuple[OnePoint, ...], Field(min_length=1, max_length=MAX_ITEMS)]
SomeActions = Annotated[tuple[OneAction, ...], Field(min_length=1, max_length=MAX_ITEMS)]


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


class LogGrid(Model):
    title: Prose
    columns: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=MAX_COLUMNS)]
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
Body = Annotated[tuple[Block, ...], Field(min_length=1, max_length=MAX_ITEMS)]


class Section(Model):
    """One part of a handout. `role` says what it is about, and lets a program find it in any language."""

    role: Role
    title: Prose
    body: Body

    @field_validator("body", mode="after")
    @classmethod
    def _in_place(cls, body: Any, info: Any) -> Any:
        for message, hint, at in misplaced(info.data.get("role"), body):
            raise wrong(message, hint, at=at)
        return body

    @property
    def level(self) -> Level | None:
        """The level of the section's care card; None where it is none."""
        routine = self.role == "follow_up" and any(isinstance(block, Signs) for block in self.body)
        return CARE_ROLES.get(self.role, "routine" if routine else None)


def misplaced(role: Role | None, body: tuple[Any, ...]) -> Iterator[tuple[str, str, Mark | None]]:
    """A message and a hint for each block that may not stand where it stands, and the place of its first words."""
    for block in blocks(body):
        at = next((prose.mark for prose in proses(block)), None)
        if isinstance(block, Signs) and role not in (*CARE_ROLES, "follow_up", None):
            yield "signs stand in an urgent, emergency or follow_up section only", "here, write 'list:'", at
        if isinstance(block, Note):
            inner = [b for b in blocks(block.note.body) if isinstance(b, Note)]
            if role in CARE_ROLES or inner:
                at = next((prose.mark for note in inner for prose in proses(note)), at)
                yield "a note cannot stand inside a box", "write its text as a paragraph", at


class Approval(Model):
    """Who approved exactly this text, and when."""

    by: Plain
    on: Day


class Translation(Model):
    """Which version of the source text was translated, by whom, and who reviewed it."""

    of_version: Plain
    by: Plain
    reviewed_by: Plain | None = None


class Handout(Model):
    """One topic in one language."""

    title: Prose
    subtitle: Prose | None = None
    version: Plain
    issued: Day
    review_by: Day
    approval: Approval | None = None
    translation: Translation | None = None
    key_message: Prose
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=MAX_ITEMS)]

    @field_validator("review_by", mode="after")
    @classmethod
    def _later(cls, review_by: Any, info: Any) -> Any:
        if "issued" in info.data and review_by <= info.data["issued"]:
            raise wrong("the review date is not after the date of issue", "a year later is common")
        return review_by

    @field_validator("sections", mode="after")
    @classmethod
    def _warns(cls, sections: Any) -> Any:
        if not any(section.role in CARE_ROLES for section in sections):
            raise wrong("no section says when to get help", "add a section with 'role: urgent' or 'role: emergency'")
        return sections


class FragmentFile(Model):
    """A file of handouts/_fragments/."""

    body: Body


class Codes(Model):
    icd10: tuple[Plain, ...] = ()
    snomed: tuple[Plain, ...] = ()


class Reference(Model):
    """Where facts of the text come from."""

    title: Plain
    publisher: Plain
    url: Url
    accessed: Day


class Topic(Model):
    """What no language changes."""

    source_language: LanguageTag
    category: Name
    audience: Literal["adult", "child", "carer"] = "adult"
    codes: Codes = Codes()
    needs: dict[Name, NeedKind] = Field(default_factory=dict)
    options: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = Field(default_factory=dict)
    sources: Annotated[tuple[Reference, ...], Field(min_length=1)]


for _model in (Point, Action, NoteBox, Choice):
    _model.model_rebuild()


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
        for name in type(value).model_fields:
            yield from proses(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from proses(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from proses(item)
