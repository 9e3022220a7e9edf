"""What stands for each placeholder of a text at a clinic."""

from __future__ import annotations

from handpress.content import NeedKind, Topic
from handpress.fields import WRITE_IN, read_number, read_temperature
from handpress.layout import Layout
from handpress.runs import Blank, Run, Value
from handpress.words import number, same_tongue, temperature, words

Values = dict[str, Value]
CLINIC_KEYS = ("clinic.name", "clinic.phone", "clinic.out_of_hours", "clinic.emergency", "clinic.web")


def clinic_values(layout: Layout) -> dict[str, str]:
    """What a clinic has set for the placeholders that any words may hold."""
    contact = layout.contact
    found = (layout.name, contact.phone, contact.out_of_hours, layout.emergency.phone, contact.web)
    return {key: text for key, text in zip(CLINIC_KEYS, found, strict=True) if text}


def placeholder_values(topic: Topic, layout: Layout, language: str) -> Values:
    """A value for each placeholder that the clinic has one for; a Blank where staff write it in by hand.

    Raises ValueError (pydantic's, from `fields`) for a value that is not of the kind which the topic needs; see
    `checks.check_pair`, which finds those first.
    """
    says, own = words(language).blank, clinic_values(layout)
    values: Values = {key: Blank(says=says) if text == WRITE_IN else text for key, text in own.items()}
    if not same_tongue(layout.locale, language):
        values["clinic.name"] = Run(layout.name, language=layout.locale)
    for key, kind in topic.needs.items():
        if key in layout.values:
            text = layout.values[key]
            values[key] = Blank(6.0, says) if text == WRITE_IN else _typed(text, kind, layout, language)
    return values


def _typed(text: str, kind: NeedKind, layout: Layout, language: str) -> str:
    if kind == "temperature":
        return temperature(read_temperature(text), layout.units.temperature, language)
    return number(read_number(text), language) if kind == "number" else text
