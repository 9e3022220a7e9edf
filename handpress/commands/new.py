"""`new`: begin a topic or a clinic with a commented file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click

from handpress.commands.options import example, with_root
from handpress.press.files import write
from handpress.problems import HandpressError, Problem, Severity
from handpress.roots import STARTERS


@click.command(epilog=example("python generate.py new topic back-pain", "python generate.py new clinic hill-street"))
@click.argument("what", type=click.Choice(["topic", "clinic"]))
@click.argument("name")
@with_root
def command(what: str, name: str, root: Path) -> None:
    """Begin a topic or a clinic called NAME: a folder with files to fill in, each key explained."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise click.BadParameter(f"'{name}' is not a name: use small letters, digits and '-'", param_hint="NAME")
    folder = root / ("handouts" if what == "topic" else "layouts") / name
    try:
        folder.mkdir()
    except FileExistsError:
        there = Problem(Severity.ERROR, "this is there already", folder, hint="take another name")
        raise HandpressError([there]) from None
    today = date.today()
    for starter in sorted((STARTERS / what).iterdir()):
        text = starter.read_text(encoding="utf-8")
        title = name.replace("-", " ").capitalize()
        for mark, value in (("$TITLE", title), ("$TODAY", str(today)), ("$REVIEW", str(_a_year_on(today)))):
            text = text.replace(mark, value)
        write(folder / starter.name, text.encode("utf-8"))
        click.echo(folder / starter.name)


def _a_year_on(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, 28))
