"""Where a line would have to begin: it fits none of the lists and keys that are open above it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from handpress.problems import counted

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE = re.compile(r"( *)(?:(-)(?: |$)|([\w.-]+):(?: |$))")
_OPENED = yaml.MappingStartEvent | yaml.SequenceStartEvent
_CLOSED = yaml.MappingEndEvent | yaml.SequenceEndEvent


def misplaced(lines: tuple[str, ...], line: int) -> str:
    """How a line that PyYAML gave up on is indented, and how it would fit; '' where that cannot be told."""
    found = _LINE.match(lines[line])
    if found is None:
        return ""
    spaces, dash = len(found[1]), bool(found[2])
    columns = _columns("\n".join(lines), line, dash)
    if spaces in columns:
        return ""
    # The nearest on either side, the nearer of the two first.
    near = sorted([*columns, spaces]).index(spaces)
    sides = sorted(sorted(columns)[max(0, near - 1) : near + 1], key=lambda column: abs(column - spaces))
    needs = [f"under {name} it needs {column or 'none'}" for column in sides if (name := _above(lines, line, column))]
    has = counted(spaces, "space") if spaces else "no space"
    return f"this line has {has} before it; {', or '.join(needs)}" if needs else ""


def _columns(text: str, line: int, dash: bool) -> set[int]:
    """Where the lists, or else the keys, begin that a line finds open or closes itself."""
    opened, closed = list[tuple[bool, bool, int]](), list[tuple[bool, bool, int]]()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            mark: Any = event.start_mark
            if isinstance(event, _OPENED):
                opened.append((bool(event.flow_style), isinstance(event, yaml.SequenceStartEvent), mark.column))
            elif isinstance(event, _CLOSED):
                last = opened.pop()
                closed += [last] if mark.line >= line else []
    except yaml.YAMLError:
        pass
    if opened and opened[-1][0]:
        return set()
    return {column for flow, is_list, column in opened + closed if is_list == dash and not flow}


def _above(lines: tuple[str, ...], line: int, column: int) -> str:
    """What stands nearest above a line at a column: a dash, or a key by its name."""
    for number in range(line - 1, -1, -1):
        if not lines[number][:column].strip(" -"):
            found = _LINE.match(lines[number][column:])
            if found and not found[1]:
                return f"'{found[3]}'" if found[3] else f"the dash of line {number + 1}"
    return ""
