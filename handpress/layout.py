"""The Layout model: one clinic's branding and settings, as layouts/CLINIC/layout.yaml holds them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from handpress.fields import (
    Colour,
    LanguageTag,
    Model,
    Name,
    Number,
    Phone,
    PhoneOrLine,
    Plain,
    PlainByLanguage,
    ProseByLanguage,
    Switch,
    Url,
    wrong,
)

WHITE, INK = "#ffffff", "#1c1c1c"
TEXT_CONTRAST = 4.5
"""The least contrast of text with its ground: WCAG 2.1, 1.4.3."""


class Contact(Model):
    """How patients reach the clinic."""

    phone: PhoneOrLine | None = None
    hours: PlainByLanguage | None = None
    out_of_hours: PhoneOrLine | None = None
    address: tuple[Plain, ...] = ()
    web: Url | None = None
    email: Plain | None = None


class Emergency(Model):
    """The country's emergency number, and the place to go to."""

    phone: Phone
    place: Plain


class Units(Model):
    temperature: Literal["celsius", "fahrenheit"] = "celsius"


class Margins(Model):
    """In millimetres."""

    top: Annotated[Number, Field(ge=8, le=40)] = Decimal(13)
    bottom: Annotated[Number, Field(ge=8, le=40)] = Decimal(10)
    side: Annotated[Number, Field(ge=12, le=50)] = Decimal(19)


class Page(Model):
    """The sheet. `duplex` asks the printer for both sides."""

    size: Literal["A4", "Letter"] = "A4"
    margins: Margins = Margins()
    duplex: Switch = True


class Colours(Model):
    """`brand` is for headings and rules; the others are the bars of the three levels of care card."""

    brand: Colour = "#1f4e79"
    emergency: Colour = "#c4170c"
    urgent: Colour = "#005eb8"
    routine: Colour = "#00703c"

    @field_validator("*", mode="after")
    @classmethod
    def _readable(cls, colour: Any) -> Any:
        ratio = contrast(colour, WHITE)
        if ratio < TEXT_CONTRAST:
            raise wrong(
                f"{colour} on white has a contrast of {ratio:.1f} to 1; text needs {TEXT_CONTRAST} to 1",
                "take a darker shade",
            )
        return colour


class Typeface(Model):
    """The family of fonts/families.yaml, and the body's letter size in points: standard and large print."""

    family: Name = "atkinson"
    size: Annotated[Number, Field(ge=12, le=16)] = Decimal(12)
    large: Annotated[Number, Field(ge=16, le=24)] = Decimal(18)


class Header(Model):
    """What stands at the head of page 1, at the line's start and end."""

    start: Literal["logo_and_name", "logo", "name"] = "logo_and_name"
    end: Literal["phone", "address", "none"] = "phone"


class Footer(Model):
    """What stands at the foot of each page beside the page number."""

    start: Literal["contact", "web", "none"] = "contact"
    middle: Literal["version", "none"] = "version"


Identifier = Literal["name", "date_of_birth", "nhs_number", "hospital_number", "medical_record_number"]

Detail = Literal["clinician", "appointment", "note"]


class Patient(Model):
    """The panel that says whose handout this is. A handout has two identifiers at least (Joint Commission).

    `details` make a second row, on handouts only.
    """

    panel: Switch = True
    details: Annotated[tuple[Detail, ...], Field(max_length=3)] = ()
    identifiers: Annotated[tuple[Identifier, ...], Field(min_length=2, max_length=4)] = ("name", "date_of_birth")


TeachBackLine = Literal["explained_by", "understood_by", "date", "signature"]


class ChecklistSettings(Model):
    """What a checklist of this clinic has: the lines of the panel at its end (none where the list is empty)."""

    teach_back: tuple[TeachBackLine, ...] = ("explained_by", "understood_by", "date", "signature")


class Policy(Model):
    require_approval: Switch = False


class Layout(Model):
    """One clinic, its parents' settings merged in."""

    extends: Name | None = None
    name: Plain
    logo: Plain | None = None
    logo_alt: Plain | None = None
    tagline: PlainByLanguage | None = None
    contact: Contact = Contact()
    emergency: Emergency
    locale: LanguageTag
    languages: Annotated[tuple[LanguageTag, ...], Field(min_length=1)]
    units: Units = Units()
    values: dict[Name, Plain] = Field(default_factory=dict)
    options: dict[Name, Name] = Field(default_factory=dict)
    page: Page = Page()
    colours: Colours = Colours()
    type: Typeface = Typeface()
    header: Header = Header()
    footer: Footer = Footer()
    about: ProseByLanguage | None = None
    patient: Patient = Patient()
    checklist: ChecklistSettings = ChecklistSettings()
    policy: Policy = Policy()

    @field_validator("logo_alt", mode="after")
    @classmethod
    def _named(cls, alt: Any, info: Any) -> Any:
        if alt and not info.data.get("logo"):
            raise wrong("words for a logo, but no logo", "add 'logo:', or delete 'logo_alt:'")
        return alt


def luminance(colour: str) -> float:
    """Relative luminance of '#rrggbb', 0 to 1: WCAG 2.1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21: WCAG 2.1."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tint(colour: str, amount: float) -> str:
    """`colour` thinned with white: amount 1 is the colour itself, 0 is white."""
    channels = (round(255 - (255 - int(colour[i : i + 2], 16)) * amount) for i in (1, 3, 5))
    return "#" + "".join(f"{c:02x}" for c in channels)
