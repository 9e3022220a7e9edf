"""What the models of content and layout are made of: a strict base, and fields that are typed from text.

YAML hands over text only (see `source`), so each type here reads the author's spelling: a date is 2026-11-22, a count
is 14, a switch is true or false. Whatever is wrong becomes an error of the type "handpress", which carries its own
message and hint and so never passes through a library's English.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from handpress.inline import InlineError, parse
from handpress.problems import Mark, Marked, Problems, did_you_mean, mark_of
from handpress.roots import is_language_tag
from handpress.runs import Marking, Run

# handpress takes no plugins of pydantic's, and looking for some reads about every package that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

MAX_TEXT = 5_000
MAX_WORD = 400
MAX_ITEMS = 100
LEAST_DIGITS = 3
"""The least digits of a phone number, such as 999."""

COLDEST, HOTTEST = 30, 45
"""In °C; no text speaks of a body that is colder or hotter. 100.4 is in °F, 3.8 and 83.0 are slips of the pen."""

WRITE_IN = "write_in"
"""The value of a setting that staff fill in by hand on the printed page."""

Scalar = str | int | float | bool
"""What an editor takes a YAML scalar for: to handpress all of them are texts."""

_STEERING = "\n\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"
"""Characters without a shape that tell how a line is to be set; see `fonts.IGNORABLE`."""


def wrong(message: str, hint: str = "", needle: str = "", at: Mark | None = None) -> PydanticCustomError:
    """The error by which a field says what is wrong with its text; `needle` is the part that is at fault.

    `at` is given where the fault stands deeper in the file than the value that is being read.
    """
    context = {"message": message, "hint": hint, "needle": needle, "at": at}
    return PydanticCustomError("handpress", "{message}", context)


class Model(BaseModel):
    """A mapping with known keys, frozen. An unknown key is a Problem of its own, beside the model's other errors."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=False, defer_build=True)
    shape: ClassVar[str] = "keys with values, 'key: value'"

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, dict):
            raise wrong(f"this must be {cls.shape}")
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in value:
            if key not in known and isinstance(info.context, Problems):
                hint = _comma_before(key, value, known) or did_you_mean(key, known)
                info.context.add(f"unknown key '{key}'", mark_of(key), hint)
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        """Editors are told that other keys are wrong, though the error is made by hand above."""
        described = handler(schema)
        handler.resolve_ref_schema(described)["additionalProperties"] = False
        return described


def _comma_before(key: str, value: dict[str, Any], known: list[str]) -> str:
    """The hint, if `key` looks like the rest of a text in { } that a comma cut off; else ''."""
    in_braces = isinstance(key, Marked) and key.brackets == "{"
    if not in_braces or not (" " in key or value[key] == ""):
        return ""
    names = list(value)
    before = next((name for name in reversed(names[: names.index(key)]) if name in known), "text")
    return f'a comma in {{ }} begins a new key; put the text in quotes: {{{before}: "…, …"}}'


def text_of(value: Any) -> str:
    """`value`, if it is a text with something in it that can be printed on a page."""
    if not isinstance(value, str):
        raise wrong("this must be a text", "a text that begins with '{' or '[', or holds ': ', needs quotes")
    if not value.strip():
        raise _empty(value)
    if len(value) > MAX_TEXT:
        raise wrong(f"this text has {len(value):,} characters; the most is {MAX_TEXT:,}", "break it into paragraphs")
    if not value.isprintable():
        for character in value:
            if not (character.isprintable() or character in _STEERING or unicodedata.category(character) == "Zs"):
                hint = "delete it, or put a space in its place"
                raise wrong(f"the character U+{ord(character):04X} cannot be printed", hint, needle=character)
    if _blank(value):
        raise _empty(value)
    longest = max(value.split(), key=len)
    if len(longest) > MAX_WORD:
        raise wrong(f"one word has {len(longest):,} characters; the most is {MAX_WORD}", "put spaces between words")
    return value


def _blank(value: str) -> bool:
    return all(character in _STEERING or character.isspace() for character in value)


def _empty(value: str) -> PydanticCustomError:
    mark = mark_of(value)
    rest = "".join(mark.source.lines[mark.line : mark.line + 1])[mark.column :] if mark else ""
    if rest.lstrip().startswith("#"):
        return wrong("this is empty: '#' begins a remark", "put a text that begins with '#' in quotes")
    return wrong("this is empty", "write a text, or delete the key")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text with marks in it, read into runs and placeholders; `mark` says where it stands."""

    runs: tuple[Marking, ...]
    mark: Mark | None = None

    @property
    def words(self) -> str:
        """The author's own words, without their marks, and without those that a clinic supplies."""
        return "".join(run.text for run in self.runs if isinstance(run, Run))

    @classmethod
    def read(cls, value: Any) -> Prose:
        text = text_of(value)
        try:
            runs = parse(text)
        except InlineError as error:
            raise wrong(error.message, error.hint, error.needle) from None
        if all(isinstance(run, Run) and _blank(run.text) for run in runs):
            raise _empty(text)
        return cls(runs, mark_of(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: value if isinstance(value, Prose) else cls.read(value),
            core_schema.is_instance_schema(cls),
            json_schema_input_schema=core_schema.str_schema(min_length=1),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"], "minLength": 1}


def _typed(read: Callable[[str], Any]) -> PlainValidator:
    """A validator that reads a text into a value. It stands in for pydantic's own, which would lose a text's mark."""
    return PlainValidator(lambda value: read(text_of(value)), json_schema_input_type=Scalar)


def _date(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise wrong(f"'{text}' is not a date", "write year-month-day, such as 2026-11-22")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong(f"there is no day '{text}'", "write year-month-day, such as 2026-11-22") from None


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise wrong(f"'{text}' is not a count", "write a whole number, 1 or more")
    return int(text)


def read_number(text: str) -> Decimal:
    """The number that `text` spells, with a point for its decimal mark. Raises the error of `wrong`."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not re.fullmatch(r"-?\d{1,6}(\.\d{1,4})?", text):
        raise wrong(f"'{text}' is not a number", "write digits with a point, such as 38.0")
    return number


def read_temperature(text: str) -> Decimal:
    """The temperature of a body that `text` spells, in °C. Raises the error of `wrong`."""
    number = read_number(text)
    if not COLDEST <= number <= HOTTEST:
        hint = f"write it in °C, from {COLDEST} to {HOTTEST}, whatever units are printed"
        raise wrong(f"{text} °C is no temperature of a body", hint)
    return number


def _switch(text: str) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    if text.lower() not in words:
        raise wrong(f"'{text}' is neither true nor false", "write true or false")
    return words[text.lower()]


def language_tag(text: str) -> str:
    """`text`, if it is a BCP 47 tag of the parts that handpress uses: language, script, region."""
    if not is_language_tag(text):
        raise wrong(f"'{text}' is not a language tag", "such as en-GB, es, ar or zh-Hans")
    return text


def is_name(text: str) -> bool:
    """Whether a text is such as topics, needs and options are named by."""
    return bool(re.fullmatch(r"[a-z0-9_][a-z0-9_-]*", text))


def _name(text: str) -> str:
    if not is_name(text):
        raise wrong(f"'{text}' is not a name", "use small letters, digits, '-' and '_'")
    return text


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text):
        raise wrong(f"'{text}' is not a web address", "it begins with https://")
    return text


def _phone(text: str, hint: str = "write its digits, such as 999") -> str:
    if sum(map(str.isdecimal, text)) < LEAST_DIGITS:
        raise wrong(f"'{text}' is not a phone number", hint)
    return text


def _phone_or_line(text: str) -> str:
    return text if text == WRITE_IN else _phone(text, f"write its digits, or '{WRITE_IN}' for a line to write on")


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise wrong(f"'{text}' is not a colour", 'write it as "#00703c", in quotes')
    return text.lower()


Plain = Annotated[str, _typed(lambda text: text)]
Day = Annotated[date, _typed(_date)]
Count = Annotated[int, _typed(_count)]
Number = Annotated[Decimal, _typed(read_number), PlainSerializer(str)]
Switch = Annotated[bool, _typed(_switch)]
LanguageTag = Annotated[str, _typed(language_tag)]
Name = Annotated[str, _typed(_name)]
Url = Annotated[str, _typed(_url)]
Colour = Annotated[str, _typed(_colour)]
Phone = Annotated[str, _typed(_phone)]
PhoneOrLine = Annotated[str, _typed(_phone_or_line)]
"""A number to ring, or `write_in`."""

OWN = "und"
"""The language of a clinic's words of which it does not say in what language they are (BCP 47: undetermined)."""

_BY_LANGUAGE = (
    Field(min_length=1),
    BeforeValidator(
        lambda value: value if isinstance(value, dict) else {OWN: value},
        json_schema_input_type=Scalar | dict[str, Scalar],
    ),
)
PlainByLanguage = Annotated[dict[LanguageTag, Plain], *_BY_LANGUAGE]
ProseByLanguage = Annotated[dict[LanguageTag, Prose], *_BY_LANGUAGE]
"""A clinic's own words: a text, or a text for each of several languages."""
