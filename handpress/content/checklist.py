"""A topic that is a checklist itself: for staff, who tick, initial and time each task."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from handpress.content.blocks import as_point
from handpress.content.commas import WithoutCommas
from handpress.content.handout import Imprint
from handpress.fields import MAX_ITEMS, Model, Prose


class SubTask(Model):
    """A part of a task, ticked on its own. A bare string in YAML is one."""

    shape = "a text, or 'text:' with 'if:' or 'note:'"
    text: Prose
    only_if: Prose | None = Field(default=None, alias="if")
    note: Prose | None = None


OneSubTask = Annotated[SubTask, BeforeValidator(as_point, json_schema_input_type=str | SubTask)]


class Task(SubTask):
    """Something to be done: `if` says for whom, `note` what to mind, `tasks` what it is made of."""

    shape = "a text, or 'text:' with 'if:', 'note:' or 'tasks:'"
    tasks: Annotated[tuple[OneSubTask, ...], Field(max_length=MAX_ITEMS), WithoutCommas] = ()


OneTask = Annotated[Task, BeforeValidator(as_point, json_schema_input_type=str | Task)]


class TaskSection(Model):
    """Tasks under a heading."""

    title: Prose
    tasks: Annotated[tuple[OneTask, ...], Field(min_length=1, max_length=MAX_ITEMS), WithoutCommas]


class Checklist(Imprint):
    """A list of tasks in one language."""

    sections: Annotated[tuple[TaskSection, ...], Field(min_length=1, max_length=MAX_ITEMS)]
