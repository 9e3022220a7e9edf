"""The command: a Click group that loads a command's module only when it is called, and shows Problems.

Exit status: 0 all done; 1 something could not be printed; 2 the command line is wrong.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

import click

from handpress import __version__
from handpress.problems import HandpressError, Problem, Severity, did_you_mean

COMMANDS = {
    "handout": "Print one handout for a clinic.",
    "checklist": "Print a topic as a page to tick.",
    "packet": "Print several topics as one document.",
    "batch": "Print every handout of one clinic or of all.",
    "approve": "Record who approved exactly this text.",
    "check": "Say what is wrong with the texts, layouts and fonts.",
    "list": "List topics, clinics, languages or fonts.",
    "new": "Begin a topic or a clinic with a commented file.",
    "schema": "Write a JSON Schema, for completion in editors.",
}


class LazyGroup(click.Group):
    """Commands named here, each in a module of its own under `handpress.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"handpress.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"there is no command '{args[0]}'; {did_you_mean(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: python generate.py handout neutropenia --clinic riverside",
)
@click.version_option(__version__, prog_name="handpress")
def group() -> None:
    """Print patient handouts: leaflet texts in a clinic's branding, as PDF."""


def show(problems: Iterable[Problem]) -> None:
    """Say Problems to the person at the terminal, on standard error."""
    colours = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
    for problem in problems:
        head, _, rest = problem.show(Path.cwd()).partition(f"{problem.severity}: ")
        word = click.style(problem.severity, fg=colours[problem.severity], bold=True)
        click.echo(f"{head}{word}: {rest}", err=True)


def _take_every_letter() -> None:
    """Let standard output and error take every letter, in a file or another program as UTF-8.

    Windows would write these in a code page of one country. A terminal keeps its own encoding, and shows a code in the
    place of a letter that it lacks.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def main() -> None:
    """Run the command line of this process and exit."""
    _take_every_letter()
    # Nearly all that a command makes stays until it ends: to look for garbage as often as Python does is a tenth of
    # its time.
    gc.set_threshold(100_000, 20, 20)
    debug = "--debug" in sys.argv[1:]
    try:
        sys.exit(group.main(standalone_mode=True))
    except HandpressError as error:
        if debug:
            raise
        show(error.problems)
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        click.echo(f"error: {error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        click.echo(f"error: handpress failed ({type(error).__name__}); this is a fault in handpress", err=True)
        click.echo("  hint: add --debug, and send what it prints to those who look after handpress", err=True)
        sys.exit(1)
