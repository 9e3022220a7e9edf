"""The Topic and Handout models, and what every text says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from handpress.content.blocks import Body, Note, Signs, blocks, proses
from handpress.fields import MAX_ITEMS, Day, LanguageTag, Model, Name, Plain, Prose, Url, wrong
from handpress.job import Audience
from handpress.problems import Mark

Role = Literal[
    "about",
    "causes",
    "symptoms",
    "tests",
    "treatment",
    "home_care",
    "medicines",
    "food",
    "hygiene",
    "activity",
    "safety",
    "urgent",
    "emergency",
    "follow_up",
    "questions",
]
Level = Literal["emergency", "urgent", "routine"]
"""The three levels of care card, as the NHS design system has them."""

CARE_ROLES: dict[str, Level] = {"emergency": "emergency", "urgent": "urgent"}
"""The roles whose sections are care cards. A follow_up section with signs is one too, of the level routine."""
NeedKind = Literal["temperature", "number", "text"]


class Section(Model):
    """One part of a handout. `role` says what it is about, and lets a program find it in any language."""

    role: Role
    title: Prose
    body: Body

    @field_validator("body", mode="after")
    @classmethod
    def _in_place(cls, body: Any, info: Any) -> Any:
        for message, hint, at in misplaced(info.data.get("role"), body):
            raise wrong(message, hint, at=at)
        return body

    @property
    def level(self) -> Level | None:
        """The level of the section's care card; None where it is none."""
        routine = self.role == "follow_up" and any(isinstance(block, Signs) for block in blocks(self.body))
        return CARE_ROLES.get(self.role, "routine" if routine else None)


def misplaced(role: Role | None, body: tuple[Any, ...]) -> Iterator[tuple[str, str, Mark | None]]:
    """A message and a hint for each block that may not stand where it stands, and the place of its first words."""
    for block in blocks(body):
        at = next((prose.mark for prose in proses(block)), None)
        if isinstance(block, Signs) and role not in (*CARE_ROLES, "follow_up", None):
            yield "signs stand in an urgent, emergency or follow_up section only", "here, write 'list:'", at
        if isinstance(block, Note):
            inner = [b for b in blocks(block.note.body) if isinstance(b, Note)]
            if role in CARE_ROLES or inner:
                at = next((prose.mark for note in inner for prose in proses(note)), at)
                yield "a note cannot stand inside a box", "write its text as a paragraph", at


class Approval(Model):
    """Who approved exactly this text, and when.

    'approve' writes it: `digest` is that of what was approved, `source` that of its source text, where that is another.
    """

    by: Plain
    on: Day
    digest: Plain | None = None
    source: Plain | None = None


class Translation(Model):
    """Which version of the source text was translated, by whom, and who reviewed it."""

    of_version: Plain
    by: Plain
    reviewed_by: Plain | None = None


class Allowance(Model):
    """A rule of plain language that this text does not keep, and why; see `clarity`.

    `at` holds the first words of the text that is meant; without it, the whole file is.
    """

    rule: Name
    why: Plain
    at: Plain | None = None


class Imprint(Model):
    """What every text says of itself: its title, which version it is, from when until when, and who stands for it."""

    title: Prose
    subtitle: Prose | None = None
    version: Plain
    issued: Day
    review_by: Day
    approval: Approval | None = None
    translation: Translation | None = None
    allow: Annotated[tuple[Allowance, ...], Field(max_length=MAX_ITEMS)] = ()

    @field_validator("review_by", mode="after")
    @classmethod
    def _later(cls, review_by: Any, info: Any) -> Any:
        if "issued" in info.data and review_by <= info.data["issued"]:
            raise wrong("the review date is not after the date of issue", "a year later is common")
        return review_by


class Handout(Imprint):
    """One topic in one language."""

    key_message: Prose
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=MAX_ITEMS)]

    @field_validator("sections", mode="after")
    @classmethod
    def _warns(cls, sections: Any) -> Any:
        if not any(section.role in CARE_ROLES for section in sections):
            raise wrong("no section says when to get help", "add a section with 'role: urgent' or 'role: emergency'")
        return sections


class FragmentFile(Model):
    """A file of handouts/_fragments/."""

    body: Body


class Codes(Model):
    icd10: tuple[Plain, ...] = ()
    snomed: tuple[Plain, ...] = ()


class Reference(Model):
    """Where facts of the text come from."""

    title: Plain
    publisher: Plain
    url: Url
    accessed: Day


class Topic(Model):
    """What no language changes. A topic of the kind `checklist` is a list for staff; see `checklist`."""

    kind: Literal["handout", "checklist"] = "handout"
    source_language: LanguageTag
    category: Name
    audience: Audience = "adult"
    codes: Codes = Codes()
    needs: dict[Name, NeedKind] = Field(default_factory=dict)
    options: dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]] = Field(default_factory=dict)
    sources: Annotated[tuple[Reference, ...], Field(min_length=1)]
