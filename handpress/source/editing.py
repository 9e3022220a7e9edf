"""The text of a YAML file with one entry changed, and all else as its author wrote it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from handpress.problems import Problems, mark_of
from handpress.source.tree import Mapping, as_source, tree_of

_WORD = re.compile(r"\w[\w-]*")
_BETWEEN = re.compile(r"\s*(#|(\.\.\.\s*)?$)")
"""A line that belongs to no entry: a remark, an empty one, the end of the document."""


def with_entry(text: str, key: str, says: dict[str, str], after: str) -> str | None:
    """A mapping's text with `says` as what stands under `key`; None where whole lines cannot be put in for that.

    It takes the place of what stood there, whose lines of remarks then follow it, or else goes below the entry of
    `after`, a key that is there. The new text is read again: it must say what the old one said, but for this entry.
    """
    root, lines = _mapping(text), text.splitlines(keepends=True)
    if root is None:
        return None
    begin, end = _lines_of(root, key if key in root else after, lines)
    begin = begin if key in root else end
    ending = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"
    indent, before = " " * root.mark.column, "".join(lines[:begin])
    gap = ending if before and not before.endswith(("\r", "\n")) else ""
    entry = [f"{key}:", *(f"  {name}: {_scalar(value)}" for name, value in says.items())]
    remarks = [line for line in lines[begin:end] if line.lstrip().startswith("#")]
    new = "".join((before, gap, *(f"{indent}{line}{ending}" for line in entry), *remarks, *lines[end:]))
    return new if _mapping(new) == {**root, key: says} else None


def in_braces(key: str, says: dict[str, str]) -> str:
    """An entry on one line."""
    return f"{key}: {{{', '.join(f'{name}: {_scalar(value)}' for name, value in says.items())}}}"


def _mapping(text: str) -> Mapping | None:
    """What a text says; None where that is no mapping, or anything is wrong with it."""
    problems = Problems()
    root = tree_of(as_source(Path(), text), problems)
    return root if isinstance(root, Mapping) and not problems else None


def _lines_of(root: Mapping, key: str, lines: list[str]) -> tuple[int, int]:
    """The first line of a key's entry, and the line after its last: what stands before the next key is not of it."""
    starts = [mark.line for name in root if (mark := mark_of(name))]
    begin = starts[list(root).index(key)]
    end = next((line for line in starts if line > begin), len(lines))
    while end > begin + 1 and _BETWEEN.match(lines[end - 1]):
        end -= 1
    return begin, end


def _scalar(value: str) -> str:
    # A text in JSON's quotation marks is one in YAML's.
    return value if _WORD.fullmatch(value) else json.dumps(value, ensure_ascii=False)
