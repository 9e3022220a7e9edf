"""What several commands take."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any
from unicodedata import category

import click

from handpress.job import Terms
from handpress.roots import PARTS, find_root, is_language_tag

Decorated = Callable[..., Any]


def example(*lines: str) -> str:
    """A help text's closing lines: an example that can be typed as it stands."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def with_root(command: Decorated) -> Decorated:
    """Give a command `--root` and `--debug`. The root comes to it as a Path, found if it was not given."""
    command = click.option("--debug", is_flag=True, expose_value=False, help="Show a traceback for an error.")(command)
    return click.option(
        "--root",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        envvar="HANDPRESS_ROOT",
        callback=_root,
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
        return command(**options, terms=Terms(day.date() if day else None, allowed))

    options = (
        click.option("--allow-expired", is_flag=True, help="Print a text whose review was due; a band says so."),
        # For tests, and for a look at what tomorrow brings.
        click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), hidden=True),
    )
    for option in reversed(options):
        inner = option(inner)
    return inner


def _is_name(text: str) -> bool:
    """Whether a text is made of letters, of whatever script, as a language's name is."""
    return all(category(c)[0] in "LM" or c in " -()'\u2019" for c in text)


class Language(click.ParamType[str]):
    """A BCP 47 tag, in whatever letters it was typed."""

    name = "tag"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        parts = str(value).replace("_", "-").split("-")
        shaped = [parts[0].lower()] + [p.title() if len(p) == 4 else p.upper() for p in parts[1:]]
        tag = "-".join(shaped)
        # A language may be asked for by its name; which one is meant shows when the topic's languages are known.
        if not is_language_tag(tag) and not _is_name(str(value)):
            self.fail(f"'{value}' is not a language tag, such as en-GB, es, ar or zh-Hans", param, ctx)
        return tag if is_language_tag(tag) else str(value)
