"""What a clinic adds to a topic, as layouts/CLINIC/additions.yaml holds it: none copies a topic for one line."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from handpress.content.handout import Role
from handpress.fields import LanguageTag, Model, Name, PhoneOrLine, Prose, wrong


class AddedContact(Model):
    """Somebody else to ring: who, and the number; when, if not always."""

    name: Prose
    phone: PhoneOrLine
    hours: Prose | None = None


class Addition(Model):
    """A paragraph or a contact, as the clinic's own words, at the end of a topic's section of a role in a language."""

    role: Role
    language: LanguageTag
    text: Prose | None = None
    contact: AddedContact | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Any:
        if (self.text is None) == (self.contact is None):
            raise wrong("an addition has a text or a contact, one of the two", "write two additions for both", at=None)
        return self


Additions = dict[Name, Annotated[tuple[Addition, ...], Field(min_length=1)]]
"""The additions to each topic, by its name."""
