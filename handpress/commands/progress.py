"""How far a run is: a line that is written over on a terminal; elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

Item = TypeVar("Item")
EVERY = 0.2
"""Seconds between two looks of a terminal."""

EVERY_ELSEWHERE = 10.0


def followed(items: Iterable[Item], count: int | None) -> Iterator[Item]:
    """The items as they come, with count, rate and time left on standard error; `count` is how many there will be."""
    terminal = sys.stderr.isatty()
    started = shown = time.monotonic()
    for number, item in enumerate(items, 1):
        if terminal and shown > started:
            # Whatever is said of the item stands on a line of its own.
            click.echo("\r\033[K", nl=False, err=True)
        yield item
        now = time.monotonic()
        if now - shown >= (EVERY if terminal else EVERY_ELSEWHERE):
            shown = now
            _say(_line(number, count, now - started), terminal)
    if terminal and shown > started:
        click.echo("\r\033[K", nl=False, err=True)


def _say(line: str, terminal: bool) -> None:
    click.echo(f"\r\033[K{line}" if terminal else line, nl=not terminal, err=True)


def _line(number: int, count: int | None, seconds: float) -> str:
    rate = number / seconds
    line = f"{number:,}{f' of {count:,}' if count else ''}, {rate:,.{0 if rate >= 1 else 1}f} a second"
    return f"{line}, {_duration((count - number) / rate)} left" if count else line


def _duration(seconds: float) -> str:
    """Such as '40 s', '3 min' or '2 h 5 min'."""
    minutes = round(seconds / 60)
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
