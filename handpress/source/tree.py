"""A YAML file as a tree of nodes in which every scalar is the text that the author wrote.

`no`, `8:30`, `010` and `1.10` stay so, and only the model gives them a type. The tree is built from PyYAML's events,
without recursion into the input, so neither nesting nor aliases can exhaust the machine. What YAML would pass over
without a word, though a patient was meant to read it (`&Wash your hands`, `Take #2`), is a Problem.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from handpress.problems import Mark, Marked, Problem, Problems, Source
from handpress.source.indentation import LOADER
from handpress.source.syntax import dashes_in, remark_in, syntax_problem, unprintable

MAX_BYTES = 2_000_000
MAX_NODES = 20_000
MAX_DEPTH = 40

_YAML_TAG = "tag:yaml.org,2002:"


class Mapping(dict[str, Any]):
    """A YAML mapping, its keys Marked, with its own mark. `brackets` is '{' where it is written in { }, else ''."""

    mark: Mark
    brackets = ""


class Sequence(list[Any]):
    """A YAML sequence with its own mark. `brackets` is '[' where it is written in [ ], else ''."""

    mark: Mark
    brackets = ""


Node = Marked | Mapping | Sequence


def read_source(file: Path, problems: Problems) -> Source | None:
    """The text of a file: UTF-8, with or without a byte-order mark, any line ends. None after a Problem."""
    try:
        data = file.read_bytes()
    except OSError as error:
        problems.add(f"the file cannot be read: {error.strerror or error}", file)
        return None
    if len(data) > MAX_BYTES:
        problems.add(f"the file has {len(data):,} bytes; the most that is read is {MAX_BYTES:,}", file)
        return None
    try:
        return as_source(file, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = as_source(file, data[: error.start].decode("utf-8-sig", "replace")).lines
        source = as_source(file, data.decode("utf-8-sig", "replace"))
        line, column = len(before) - 1, len(before[-1])
        message = f"byte 0x{data[error.start]:02x} is not UTF-8 text"
        hint = "save the file as UTF-8 (in Notepad: Save As, Encoding, UTF-8)"
        problems.add(message, Mark(source, line, column, line, column + 1), hint)
        return None


def as_source(file: Path, text: str) -> Source:
    """A text as the source that a file has or is to have, whatever its line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(file, text, tuple(text.split("\n")))


def read_yaml(file: Path, problems: Problems) -> Node | None:
    """The tree of one YAML file; None after a Problem that leaves nothing to go on with."""
    source = read_source(file, problems)
    return None if source is None else tree_of(source, problems)


def tree_of(source: Source, problems: Problems) -> Node | None:
    """The tree of a source; None after a Problem that leaves nothing to go on with."""
    found = len(problems)
    problems.extend(unprintable(source))
    if len(problems) > found:
        return None
    root = None
    try:
        root = _Tree(source, problems).build()
    except yaml.YAMLError as error:
        problem = syntax_problem(source, error)
        if problem not in problems[found:]:
            problems.append(problem)
    problems[found:] = sorted(problems[found:], key=Problem.place)
    return root


class _Tree:
    """Builds the nodes of one source out of its events."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source, self.problems = source, problems
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.unused: dict[str, Mark] = {}
        self.open: list[tuple[Mapping | Sequence, Marked | None, str | None, int]] = []
        self.later = list[Problem]()
        self.count = 0
        self.root: Node | None = None

    def build(self) -> Node | None:
        """The root; None after a Problem that leaves none. Raises yaml.YAMLError for text that is no YAML."""
        for event in yaml.parse(self.source.text, Loader=LOADER):
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self.problems.add("a second document begins here", self.mark(event), "keep one '---' at the most")
                break
            if not self._take(event):
                return None
        if self.root is None:
            self.problems.add("the file is empty", self.source.file, "'handpress new' makes files to start from")
        for name, mark in self.unused.items():
            hint = "a text that begins with '&' needs quotes; else delete the name"
            self.problems.add(f"nothing asks for what is named '&{name}'", mark, hint)
        self.problems.extend(self.later)
        return self.root

    def mark(self, event: Any) -> Mark:
        """The stretch of the source that an event stands for; what libyaml puts after the end, at the end."""
        start, end, last = event.start_mark, event.end_mark, len(self.source.lines) - 1
        if start.line > last:
            return Mark(self.source, last, len(self.source.lines[last]), last, len(self.source.lines[last]))
        return Mark(self.source, start.line, start.column, end.line, end.column)

    def _take(self, event: Any) -> bool:
        """Take in one event; False when there is no point in going on."""
        if isinstance(event, yaml.NodeEvent):
            self.count += 1
            if self.count > MAX_NODES or len(self.open) > MAX_DEPTH:
                what = f"more than {MAX_NODES:,} values" if self.count > MAX_NODES else "too many levels"
                self.problems.add(f"the file holds {what}", self.mark(event), "split it, or write it out plainly")
                return False
        if isinstance(event, yaml.ScalarEvent):
            self._tag(event)
            mark, brackets = self.mark(event), "" if event.style else self._brackets()
            if not event.style:
                self._whole(mark, brackets)
            node = Marked(event.value, mark, brackets)
            self._remember(event.anchor, node, 1)
            self._put(node)
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._tag(event)
            opened = Mapping() if isinstance(event, yaml.MappingStartEvent) else Sequence()
            opened.mark = self.mark(event)
            if event.flow_style:
                opened.brackets = "{" if isinstance(opened, Mapping) else "["
            self.open.append((opened, None, event.anchor, self.count))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed, _, anchor, began = self.open.pop()
            self._remember(anchor, closed, self.count - began + 1)
            self._put(closed)
        return True

    def _whole(self, text: Mark, brackets: str) -> None:
        """See to it that a text without quotes has not lost a '#' that was to be read, nor swallowed a point."""
        remark = remark_in(self.source, text.end_line, text.end_column)
        if remark:
            self.problems.append(remark)
        if text.end_line > text.line:
            # Between brackets, it may only follow from one that is not closed.
            (self.later if brackets else self.problems).extend(dashes_in(text))

    def _brackets(self) -> str:
        """The bracket in which the next node stands: '[', '{' or ''."""
        return self.open[-1][0].brackets if self.open else ""

    def _alias(self, event: Any) -> bool:
        known = self.anchors.get(event.anchor)
        self.unused.pop(event.anchor, None)
        if known is None:
            hint = "a text that begins with '*' needs quotes"
            self.problems.add(f"nothing before this is named '&{event.anchor}'", self.mark(event), hint)
            return False
        node, size = known
        self.count += size
        if self.count > MAX_NODES:
            self.problems.add(
                f"the aliases of this file stand for more than {MAX_NODES:,} values", self.mark(event), "write it out"
            )
            return False
        self._put(node)
        return True

    def _remember(self, anchor: str | None, node: Node, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size)
            self.unused[anchor] = node.mark

    def _tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = f"!!{event.tag.removeprefix(_YAML_TAG)}" if event.tag.startswith(_YAML_TAG) else event.tag
            hint = "delete it, or put a text that begins with '!' in quotes"
            self.problems.add(f"the tag '{tag}' has no meaning here", self.mark(event), hint)

    def _put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        into, key, anchor, began = self.open[-1]
        if isinstance(into, Sequence):
            into.append(node)
            return
        if key is None:
            self.open[-1] = (into, self._key(node), anchor, began)
            return
        if key in into:
            first = next(k.mark.line + 1 for k in into if k == key and isinstance(k, Marked))
            self.problems.add(f"the key '{key}' stands here twice", key.mark, f"delete it here or in line {first}")
        else:
            into[key] = node
        self.open[-1] = (into, None, anchor, began)

    def _key(self, node: Node) -> Marked:
        if isinstance(node, Marked):
            if node == "<<":
                self.problems.add("'<<' has no meaning here", node.mark, "write out the keys that it would bring")
            return node
        self.problems.add("a key must be a word", node.mark, "if the text begins with '{' or '[', put it in quotes")
        return Marked(f"(key {self.count})", node.mark)
