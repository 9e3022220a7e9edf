"""YAML text to marked values, and a model's errors to Problems.

YAML is read as a tree of nodes in which every scalar is the text that the author wrote: `no`, `8:30`, `010` and
`1.10` stay so, and only the model gives them a type. The tree is built from PyYAML's events, without recursion into
the input, so neither nesting nor aliases can exhaust the machine.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from handpress.problems import Mark, Marked, Problem, Problems, Severity, Source, did_you_mean, mark_of, quoted

T = TypeVar("T")

MAX_BYTES = 2_000_000
MAX_NODES = 20_000
MAX_DEPTH = 40

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mapping(dict[str, Any]):
    """A YAML mapping, its keys Marked, with its own mark."""

    mark: Mark


class Sequence(list[Any]):
    """A YAML sequence with its own mark."""

    mark: Mark


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
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        problems.append(
            Problem(
                severity=Severity.ERROR,
                message=f"byte 0x{data[error.start]:02x} is not UTF-8 text",
                file=file,
                line=line,
                column=column,
                hint="save the file as UTF-8 (in Notepad: Save As, Encoding, UTF-8)",
            )
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Source(file, text, tuple(text.split("\n")))


def read_yaml(file: Path, problems: Problems) -> Node | None:
    """The tree of one YAML file; None after a Problem that leaves nothing to go on with."""
    source = read_source(file, problems)
    if source is None:
        return None
    try:
        return _Tree(source, problems).build()
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(source, error))
    except yaml.reader.ReaderError as error:
        line = source.text.count("\n", 0, error.position)
        mark = Mark(source, line, 0, line, len(source.lines[line]))
        problems.add("a character that YAML does not allow", mark, "delete the invisible control character")
    return None


class _Tree:
    """Builds the nodes of one source out of its events."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source, self.problems = source, problems
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.open: list[tuple[Mapping | Sequence, Marked | None, str | None, int]] = []
        self.count = 0
        self.root: Node | None = None

    def build(self) -> Node | None:
        for event in yaml.parse(self.source.text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self.problems.add("a second document begins here", self.mark(event), "keep one '---' at the most")
                break
            if not self._take(event):
                return None
        if self.root is None:
            self.problems.add("the file is empty", self.source.file, "see 'handpress new topic' for a starting file")
        return self.root

    def mark(self, event: yaml.Event) -> Mark:
        start, end = event.start_mark, event.end_mark
        return Mark(self.source, start.line, start.column, end.line, end.column)

    def _take(self, event: yaml.Event) -> bool:
        """Take in one event; False when there is no point in going on."""
        if isinstance(event, yaml.NodeEvent):
            self.count += 1
            if self.count > MAX_NODES or len(self.open) > MAX_DEPTH:
                what = f"more than {MAX_NODES:,} values" if self.count > MAX_NODES else "too many levels"
                self.problems.add(f"the file holds {what}", self.mark(event), "split it, or write it out plainly")
                return False
        if isinstance(event, yaml.ScalarEvent):
            self._tag(event)
            node = Marked(event.value, self.mark(event))
            self._remember(event.anchor, node, 1)
            self._put(node)
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._tag(event)
            opened = Mapping() if isinstance(event, yaml.MappingStartEvent) else Sequence()
            opened.mark = self.mark(event)
            self.open.append((opened, None, event.anchor, self.count))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed, _, anchor, began = self.open.pop()
            self._remember(anchor, closed, self.count - began + 1)
            self._put(closed)
        return True

    def _alias(self, event: yaml.AliasEvent) -> bool:
        known = self.anchors.get(event.anchor)
        if known is None:
            self.problems.add(f"nothing before this is named '&{event.anchor}'", self.mark(event))
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

    def _tag(self, event: yaml.Event) -> None:
        if event.tag is not None and event.tag != "!":
            self.problems.add(f"the tag '{event.tag}' has no meaning here", self.mark(event), "delete it")

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
            self.problems.add(f"the key '{key}' stands here twice", key.mark, "delete one of the two")
        else:
            into[key] = node
        self.open[-1] = (into, None, anchor, began)

    def _key(self, node: Node) -> Marked:
        if isinstance(node, Marked):
            return node
        self.problems.add("a key must be a word", node.mark, "if the text begins with '{' or '[', put it in quotes")
        return Marked(f"(key {self.count})", node.mark)


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """A Problem for text that is no YAML; the hint comes from the line itself, not from PyYAML's English."""
    at = error.problem_mark or error.context_mark
    line = min(at.line if at else 0, len(source.lines) - 1)
    column = at.column if at else 0
    text = source.lines[line]
    before = source.lines[line - 1] if line else ""
    if "\t" in text[: len(text) - len(text.lstrip())]:
        message, hint, column = "a tab cannot indent", "indent with spaces", text.index("\t")
    elif text.lstrip()[:1] in ("%", "@", "`") or text.lstrip("- ")[:1] in ("%", "@", "`"):
        message, hint = "a text cannot begin with this character", "put the text in quotes"
    elif ": " in text.partition(": ")[2] or text.rstrip().endswith(":") and ": " in text:
        message, hint = "a second ': ' in one line", "put the text in quotes"
    elif "{" in text and text.lstrip("- ")[:1] == "{":
        message, hint = "a '{' begins a mapping here", "put a text that begins with a placeholder in quotes"
    elif text.count('"') % 2 or before.count('"') % 2:
        message, hint = "a quote is not closed", "close it, or write the text without quotes"
    else:
        message, hint = "this is not YAML", "look at the indentation of this line and the one above it"
    return Mark(source, line, column, line, column + 1).problem(message, hint)


def read(file: Path, model: type[T], problems: Problems) -> T | None:
    """The value of type `model` that a YAML file holds; None, and all its Problems, where it holds none."""
    found = len(problems.errors)
    node = read_yaml(file, problems)
    return None if node is None or len(problems.errors) > found else validate(node, model, problems)


def overlay(under: Mapping, over: Mapping) -> Mapping:
    """`over`'s values over `under`'s, mapping by mapping; each keeps the mark of the file that it comes from."""
    merged = Mapping(under)
    merged.mark = over.mark
    for key, value in over.items():
        below = merged.pop(key, None)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        merged[key] = overlay(below, value) if both else value
    return merged


@lru_cache(maxsize=64)
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def validate(node: Node, model: type[T], problems: Problems) -> T | None:
    """The tree as a value of type `model`; None, and a Problem for each thing wrong, where it is none."""
    found = len(problems.errors)
    try:
        value: T = _adapter(model).validate_python(node, context=problems)
    except ValidationError as error:
        problems.extend(_translate(node, details) for details in _telling(error.errors(include_url=False)))
        return None
    return None if len(problems.errors) > found else value


def _telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """The errors without those that only follow from others: a list is "too short" when a value in it was refused."""
    places = [e["loc"] for e in errors]
    return [
        e
        for e in errors
        if e["type"] != "too_short"
        or not any(len(p) > len(e["loc"]) and p[: len(e["loc"])] == e["loc"] for p in places)
    ]


def locate(node: Node, location: tuple[int | str, ...]) -> Mark:
    """The deepest mark along a pydantic location.

    Segments that are not in the text (the tag of a union, a key that is missing) are passed over.
    """
    mark = node.mark
    for segment in location:
        if isinstance(node, Mapping) and segment in node:
            mark = next(mark_of(key) or mark for key in node if key == segment)
            node = node[str(segment)]
        elif isinstance(node, Sequence) and isinstance(segment, int) and segment < len(node):
            node = node[segment]
            mark = node.mark
    return node.mark if isinstance(node, Marked) else mark


def _translate(node: Node, details: ErrorDetails) -> Problem:
    """A pydantic error as a Problem, by its type."""
    context = details.get("ctx", {})
    mark = locate(node, details["loc"])
    kind = details["type"]
    last = str(details["loc"][-1]) if details["loc"] else ""
    if kind == "handpress":
        return mark.problem(context["message"], context["hint"], needle=context["needle"])
    if kind == "missing":
        return mark.problem(f"the key '{last}' is missing")
    if kind in ("literal_error", "enum"):
        known = [w.strip(" '") for w in context["expected"].replace(" or ", ",").split(",")]
        return mark.problem(
            f"'{details['input']}' is not one of {quoted(known, 'or')}", did_you_mean(str(details["input"]), known)
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        bound, much = context.get("ge", context.get("le")), "least" if "ge" in context else "most"
        return mark.problem(f"{details['input']} does not do here; the {much} is {bound}")
    if kind in ("too_long", "too_short"):
        bound = context.get("max_length") or context.get("min_length")
        much = "at most" if kind == "too_long" else "at least"
        return mark.problem(f"{context['actual_length']:,} values here; there must be {much} {bound}")
    return mark.problem(_SHAPES.get(kind, f"this value does not fit here ({kind})"))


_SHAPES = {
    "tuple_type": "this must be a list: one value a line, each after '- '",
    "list_type": "this must be a list: one value a line, each after '- '",
    "dict_type": "this must be keys with values, 'key: value'",
    "model_type": "this must be keys with values, 'key: value'",
    "model_attributes_type": "this must be keys with values, 'key: value'",
    "string_type": "this must be a text",
}
