"""Checklists: made from a handout's own blocks for the patient, or from a list of tasks for staff.

Nothing is written twice: what a patient does, leaves and watches for is taken from the handout, each thing once, in
the handout's order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from handpress.compose.blocks import Composer, phrase
from handpress.content import (
    Action,
    Checklist,
    Choose,
    Do,
    Dont,
    Handout,
    Log,
    LogGrid,
    Note,
    Point,
    Section,
    Signs,
    SubTask,
    Task,
    WriteIn,
    WriteInLine,
)
from handpress.flowables import (
    GridRow,
    Listing,
    PointMark,
    SignaturePanel,
    Stack,
    TaskRow,
    TaskTable,
    TickGrid,
    box_side,
)
from handpress.flowables.marks import MarkKind
from handpress.job import Edition, Kind
from handpress.layout import INK
from handpress.library import Loaded
from handpress.runs import Inline, Run
from handpress.sheet import Flowable
from handpress.text import Text
from handpress.typescale import HAIRLINE
from handpress.words import digits, long_date

TIMES = {"daily": 1, "twice_daily": 2, "each_meal": 1}
"""How many boxes a day an action of each kind has; one stands for all of a day's meals."""

DAYS_ACROSS, DAYS_ACROSS_LARGE = 14, 7
"""The most days that stand beside each other; the others follow in a grid of their own."""


@dataclass(slots=True)
class Ticked:
    """What of a handout can be ticked or filled in, each in the handout's order."""

    daily: list[Action] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    donts: list[Point] = field(default_factory=list)
    logs: list[LogGrid] = field(default_factory=list)
    lines: list[WriteInLine] = field(default_factory=list)

    @classmethod
    def of(cls, handout: Handout, options: dict[str, str]) -> Ticked:
        """All of a handout's, with the cases that a clinic chose."""
        ticked = cls()
        for section in handout.sections:
            for block in chosen(section.body, options):
                if isinstance(block, Do):
                    for action in block.points:
                        (ticked.daily if action.when in TIMES else ticked.actions).append(action)
                elif isinstance(block, Dont):
                    ticked.donts.extend(block.points)
                elif isinstance(block, Log):
                    ticked.logs.append(block.log)
                elif isinstance(block, WriteIn):
                    ticked.lines.append(block.write_in)
        return ticked


def kinds(loaded: Loaded) -> tuple[Kind, ...]:
    """The kinds of document that a topic can be printed as: what has signs to watch for can be ticked."""
    return ("checklist",) if isinstance(loaded.text, Checklist) else ("handout", "checklist")


def chosen(body: Iterable[Any], options: dict[str, str]) -> Iterator[Any]:
    """The blocks of a body, those of notes and of the chosen cases in their places."""
    for block in body:
        if isinstance(block, Note):
            yield from chosen(block.note.body, options)
        elif isinstance(block, Choose):
            cases = block.choose.cases
            yield from chosen(cases[options.get(block.choose.option, next(iter(cases)))], options)
        else:
            yield block


def patient_checklist(composer: Composer, handout: Handout, edition: Edition) -> list[Flowable]:
    """What a patient ticks, under the title and the panel: grids, lists, care cards, logs, and who explained it."""
    words, options = composer.words, composer.options
    ticked = Ticked.of(handout, options)
    out = _grids(composer, ticked.daily, edition)
    if ticked.actions:
        out += [composer.titled(words.things_to_do), _boxes(composer, _alone(ticked.actions), "box")]
    if ticked.donts:
        out += [composer.titled(words.things_not_to_do), _boxes(composer, _alone(ticked.donts), "crossed_box")]
    for section in handout.sections:
        if section.level is not None:
            boxes, added = _boxes(composer, _signs(section, options), "box"), composer.added(section, handout.sections)
            out.append(composer.care_card(section, [boxes, *added]))
    for log in ticked.logs:
        out += _log(composer, log)
    return [*out, *(composer.writing(line) for line in ticked.lines), *_teach_back(composer)]


def _signs(section: Section, options: dict[str, str]) -> list[Point]:
    """What a section says is to be watched for."""
    return [point for block in chosen(section.body, options) if isinstance(block, Signs) for point in block.points]


def _grids(composer: Composer, daily: list[Action], edition: Edition) -> list[Flowable]:
    """The actions of every day, in as many grids as the days need."""
    if not daily:
        return []
    scale, words, language = composer.scale, composer.words, composer.loaded.language
    start, style = edition.start, scale.body
    title = words.every_day_from.format(date=long_date(start, language)) if start else words.every_day
    rows = tuple(GridRow(Text(composer.runs(action.text), style, tag=""), TIMES[action.when or ""]) for action in daily)
    small = scale.small.but(strong=True, colour=INK)
    across = DAYS_ACROSS_LARGE if scale.large else DAYS_ACROSS
    unit = scale.unit
    out: list[Flowable] = [composer.titled(title)]
    for first in range(0, edition.days, across):
        days = range(first, min(first + across, edition.days))
        # Without a first day, days are counted: a column is too narrow for a date in anybody's hand.
        names = [str((start + timedelta(n)).day if start else n + 1) for n in days]
        label = words.date if start else words.day.format(number=f"{names[0]}–{names[-1]}")
        heads = tuple(Text((Run(digits(name, language)),), small, tag="") for name in names)
        corner = Text((Run(digits(label, language)),), style.but(strong=True), tag="")
        pen, padding = (0.6, HAIRLINE), (1.5 * unit, 0.75 * unit)
        box, ground = box_side(style), scale.ground
        grid = TickGrid(corner, heads, words.tick_box, rows, box, pen, ground, padding, after=3 * unit)
        out.append(grid)
    return out


def _alone(points: Iterable[Point]) -> list[Point]:
    """Points without those under them: a checklist says what, the handout beside it says how."""
    return [point.model_copy(update={"points": ()}) for point in points]


def _boxes(composer: Composer, points: Iterable[Point], kind: MarkKind) -> Listing:
    """Points with a box at each, far enough apart for a shaky pen."""
    unit = composer.scale.unit
    says = composer.words.crossed_box if kind == "crossed_box" else composer.words.tick_box
    items = tuple(composer.item(point, PointMark(kind, INK, says=says), 0) for point in points)
    return Listing(items, unit * 0.5, not composer.scale.large, 3 * unit, after=3 * unit)


def _log(composer: Composer, log: LogGrid) -> list[Flowable]:
    """A log whose heads say at which value to ring."""
    heads = list[tuple[Inline, ...]]()
    for column in log.columns:
        runs = composer.runs(column.text)
        if column.threshold:
            before, _, after = composer.words.ring_if.partition("{column}")
            value = {"value": composer.values[column.threshold]}
            runs = (*phrase(before, value, set()), *runs, *phrase(after, value, set()))
        heads.append(runs)
    heading, *grid = composer.log(log, tuple(heads))
    # A part of the list by itself, as the actions and the care cards are.
    return [replace(heading, level=2) if isinstance(heading, Text) else heading, *grid]


def _teach_back(composer: Composer) -> list[Flowable]:
    """The panel that says who explained this, and that it was understood."""
    lines = composer.clinic.layout.checklist.teach_back
    if not lines:
        return []
    scale, words = composer.scale, composer.words
    unit, title = scale.unit, Text((Run(words.teach_back),), scale.minor, level=2)
    labels = tuple(Text((Run(getattr(words, line)),), scale.body, tag="") for line in lines)
    padding = (3 * unit, 2 * unit)
    return [SignaturePanel(title, labels, 5 * unit, (0.8, HAIRLINE), padding, words.blank, before=4 * unit)]


def staff_checklist(composer: Composer, checklist: Checklist) -> list[Flowable]:
    """The tasks of a checklist for staff, section by section, each with initials and time."""
    scale, words = composer.scale, composer.words
    unit, style = scale.unit, scale.body
    small = scale.small.but(strong=True, colour=INK)
    head = tuple(Text((Run(word),), small, tag="") for word in (words.task, words.done_by, words.time))
    out = list[Flowable]()
    for section in checklist.sections:
        rows = tuple(row for task in section.tasks for row in _task(composer, task))
        wide = style.size * 5.5
        padding = (1.5 * unit, unit)
        table = TaskTable(
            (head[0], head[1], head[2]),
            rows,
            6 * unit,
            wide,
            wide,
            (0.6, HAIRLINE),
            scale.ground,
            padding,
            after=3 * unit,
        )
        out += [composer.heading(section.title, scale.section, 2, (3 * unit, unit)), table]
    return [*out, *_teach_back(composer)]


def _task(composer: Composer, task: Task) -> list[TaskRow]:
    """A task, and below it its parts, each a row."""
    return [_task_row(composer, task, 0), *(_task_row(composer, part, 1) for part in task.tasks)]


def _task_row(composer: Composer, task: SubTask, level: int) -> TaskRow:
    scale = composer.scale
    style, unit = scale.body, scale.unit
    runs = composer.runs(task.text)
    if task.only_if:
        condition = composer.words.task_if.format(condition=composer.plain(task.only_if))
        runs = (Run(f"{condition} ", strong=True), *runs)
    mark = PointMark("box", INK, says=composer.words.tick_box)
    body: Flowable = Text(runs, style)
    if task.note:
        body = Stack((body, Text(composer.runs(task.note), scale.small, before=unit / 2)))
    row = TaskRow(mark, body, style, mark.indent(style))
    return TaskRow(None, row, style, mark.indent(style)) if level else row
