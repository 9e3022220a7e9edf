"""What several commands take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from handpress.job import Terms
from handpress.roots import PARTS, clinics_in, find_root, language_asked, languages_in, topics_in

Decorated = Callable[..., Any]


def example(*lines: str) -> str:
    """A help text's closing lines: an example that can be typed as it stands."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


class Day(click.ParamType[date]):
    """A day, as 2026-11-23."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        shaped = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)
        try:
            return date.fromisoformat(value if shaped else "")
        except ValueError:
            message = f"there is no day '{value}'" if shaped else f"'{value}' is not a date"
            self.fail(f"{message}; write year-month-day, such as 2026-11-23", param, ctx)


class Clinic(click.ParamType[str]):
    """A folder of layouts/; where it is missing, the person is told which there are."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(value)

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str | None:
        root = ctx.params.get("root") if ctx else None
        names = clinics_in(root) if root else []
        return f"There are: {', '.join(names)}." if names else None


class Language(click.ParamType[str]):
    """A BCP 47 tag, in whatever letters it was typed, or a language's name."""

    name = "tag"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        asked = language_asked(str(value))
        if not asked:
            self.fail(f"'{value}' is not a language tag, such as en-GB, es, ar or zh-Hans", param, ctx)
        return asked

    def get_missing_message(self, param: click.Parameter, ctx: click.Context | None) -> str | None:
        root, topic = (ctx.params.get(name) if ctx else None for name in ("root", "topic"))
        if root is None or topic not in topics_in(root):
            return None
        return f"'{topic}' is written in: {', '.join(languages_in(root / 'handouts' / topic))}."


def with_root(command: Decorated) -> Decorated:
    """Give a command `--root` and `--debug`. The root comes to it as a Path, found if it was not given."""
    command = click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback for an error.")(command)
    return click.option(
        "--root",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        envvar="HANDPRESS_ROOT",
        callback=_root,
        # Known before it is said of another option what there is in it.
        is_eager=True,
        help="The folder that holds handouts/, layouts/ and fonts/. Default: the nearest one upward from here.",
    )(command)


def _root(context: click.Context, option: click.Parameter, given: Path | None) -> Path:
    start = given
    if start is None:
        paths = context.params.get("paths") or ()
        start = find_root(Path(paths[0]).resolve() if paths else Path.cwd())
    missing = [part for part in PARTS if not (start / part).is_dir()]
    if missing:
        raise click.BadParameter(f"'{start}' holds no {' and no '.join(missing)} folder", context, option)
    return start.resolve()


def with_terms(command: Decorated) -> Decorated:
    """Give a command the options that say which texts may be printed; they come to it as `terms`."""

    @wraps(command)
    def inner(**options: Any) -> Any:
        day, allowed = options.pop("day"), options.pop("allow_expired")
        return command(**options, terms=Terms(day, allowed))

    options = (
        click.option("--allow-expired", is_flag=True, help="Print a text whose review was due; a band says so."),
        # For tests, and for a look at what tomorrow brings.
        click.option("--date", "day", type=Day(), hidden=True),
    )
    for option in reversed(options):
        inner = option(inner)
    return inner
