"""Nodes to a model's value, and the model's errors to Problems."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from handpress.problems import Mark, Marked, Problem, Problems, Source, counted, did_you_mean, mark_of
from handpress.source.tree import Mapping, Node, Sequence, read_source, tree_of

T = TypeVar("T")


def read(file: Path, model: type[T], problems: Problems) -> T | None:
    """The value of type `model` that a YAML file holds; None, and all its Problems, where it holds none."""
    source = read_source(file, problems)
    if source is None:
        return None
    value, found = _value_of(source, cast(Hashable, model))
    problems.extend(found)
    return cast(T | None, value)


@lru_cache(maxsize=128)
def _value_of(source: Source, model: Any) -> tuple[Any, tuple[Problem, ...]]:
    """The value that a source holds, and its Problems. A batch asks for the same text in each kind and size."""
    problems = Problems()
    node = tree_of(source, problems)
    value = None if node is None or problems.errors else validate(node, model, problems)
    return value, tuple(problems)


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
    found, wrong = len(problems), len(problems.errors)
    value: T | None = None
    try:
        value = _adapter(cast(Hashable, model)).validate_python(node, context=problems)
    except ValidationError as error:
        problems.extend(_translate(node, details) for details in _telling(error.errors(include_url=False)))
    problems[found:] = sorted(problems[found:], key=Problem.place)
    return value if len(problems.errors) == wrong else None


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

    Segments that are not in the text (the tag of a union, a key that is missing) are passed over; '[key]' is
    pydantic's word for a key, not its value, that is at fault.
    """
    mark = node.mark
    for segment in location:
        if segment == "[key]":
            return mark
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
        mark = context["at"] or mark
        return mark.problem(context["message"], context["hint"], needle=context["needle"])
    if kind == "missing":
        return mark.problem(f"the key '{last}' is missing")
    if kind in ("literal_error", "enum") and isinstance(details["input"], str):
        known = [w.strip(" '") for w in context["expected"].replace(" or ", ",").split(",")]
        message = f"unknown value '{details['input']}'" if details["input"].strip() else "this is empty"
        return mark.problem(message, did_you_mean(details["input"], known))
    if kind in ("greater_than_equal", "less_than_equal"):
        bound, much = context.get("ge", context.get("le")), "least" if "ge" in context else "most"
        return mark.problem(f"{details['input']} does not do here; the {much} is {bound}")
    if kind in ("too_long", "too_short"):
        bound = context.get("max_length") or context.get("min_length")
        much = "at most" if kind == "too_long" else "at least"
        return mark.problem(f"{counted(context['actual_length'], 'value')} here; there must be {much} {bound}")
    return mark.problem(_SHAPES.get(kind, f"this value does not fit here ({kind})"))


_SHAPES = {
    "tuple_type": "this must be a list: one value a line, each after '- '",
    "list_type": "this must be a list: one value a line, each after '- '",
    "dict_type": "this must be keys with values, 'key: value'",
    "model_type": "this must be keys with values, 'key: value'",
    "model_attributes_type": "this must be keys with values, 'key: value'",
    "string_type": "this must be a text",
    "literal_error": "this must be a word",
}
