"""Whether a text may be trusted today: who approved exactly these words, until when, and what has happened since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal

from pydantic import BaseModel

from handpress.content import Approval
from handpress.fields import Prose
from handpress.library.folders import Clinic, Loaded
from handpress.library.translations import is_stale, sources_of
from handpress.problems import Problems, joined
from handpress.runs import Marking, Run

Fault = Literal["sample", "changed", "unreviewed", "stale", "expired"]

_NOT_APPROVED = frozenset(("approval", "allow"))
"""What a text says of its approval, and which findings it allows: no patient reads it."""

_NOT_PRINTED = frozenset(("source_language", "category", "audience", "codes", "sources"))
"""What a topic says that is on no page, but serves to find it and to check it."""

_WHY: dict[Fault, str] = {
    "sample": "no clinician has approved it",
    "changed": "it has been changed since it was approved",
    "unreviewed": "nobody has reviewed the translation",
    "stale": "it has not been compared with its source text as that now stands",
    "expired": "its review was due",
}


@dataclass(frozen=True, slots=True)
class State:
    """What holds of a text on a day: its `faults` are why it may not be trusted, the worst first; none where it may."""

    faults: tuple[Fault, ...] = ()

    @property
    def expired(self) -> bool:
        """Whether its review was due."""
        return "expired" in self.faults

    @property
    def unapproved(self) -> tuple[Fault, ...]:
        """Why it is not approved; a text whose review was due may be all the same."""
        return tuple(fault for fault in self.faults if fault != "expired")

    def __str__(self) -> str:
        """The state in a list: 'approved', 'sample and expired', 'unreviewed, stale and expired'."""
        return joined(self.faults[::-1] if self.unapproved else ("approved", *self.faults))


def state(loaded: Loaded, source: Loaded | None, today: date) -> State:
    """What holds of a text today. `source` is its source text, where that is another and can be read."""
    approval = None if _copied(loaded, source) else loaded.text.approval
    due: tuple[Fault, ...] = ("expired",) if today > loaded.text.review_by else ()
    stale: tuple[Fault, ...] = ("stale",) if _is_stale(loaded, source, approval) else ()
    lack = _lack(loaded, approval)
    return State((*due, *stale, lack) if lack else (*due, *stale))


def _is_stale(loaded: Loaded, source: Loaded | None, approval: Approval | None) -> bool:
    """Whether the source text is another than when a text was translated or approved, or cannot be told."""
    if is_stale(loaded, source):
        return True
    if approval is None or loaded.is_source:
        return False
    return source is None or approval.source != digest(source)


def _lack(loaded: Loaded, approval: Approval | None) -> Fault | None:
    """What a text lacks to be approved, were its source text the same as ever; of several things the worst."""
    made = loaded.text.translation
    if approval and approval.digest != digest(loaded):
        return "changed"
    if made and not made.reviewed_by:
        return "unreviewed"
    return None if approval else "sample"


def _copied(loaded: Loaded, source: Loaded | None) -> bool:
    """Whether a text bears the approval of its source text, from which its file was copied."""
    if source is None or source.file == loaded.file:
        return False
    ours, theirs = loaded.text.approval, source.text.approval
    return ours is not None and theirs is not None and ours.digest == theirs.digest


def why(fault: Fault) -> str:
    """A fault in words."""
    return _WHY[fault]


def digest(loaded: Loaded) -> str:
    """A digest of all that a reader is told: the words and their order, with fragments in place, and the pictures.

    With them stands what they are printed by: the language, in which the program adds words of its own, and the topic's
    needs with their kinds and options in their order. How the files are laid out, their remarks and where their lines
    end make no difference.
    """
    told = {key: value for key, value in _told(loaded.text).items() if key not in _NOT_APPROVED}
    topic = {key: value for key, value in _told(loaded.topic).items() if key not in _NOT_PRINTED}
    pictures = [sha256(file.read_bytes()).hexdigest() for file in loaded.pictures]
    whole = {"language": loaded.language, "text": told, "topic": topic, "pictures": pictures}
    return sha256(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def _told(value: Any) -> Any:
    """A model as plain values, under the keys of its file, without those that say what holds where they are left out.

    Approvals hold as long as this gives the same: so classes and fields may be renamed, and a model may get a key that
    old texts do not have.
    """
    if isinstance(value, Prose):
        return [_run(run) for run in value.runs]
    if isinstance(value, BaseModel):
        return {
            field.alias or name: _told(each)
            for name, field in type(value).model_fields.items()
            if (each := getattr(value, name)) != field.get_default(call_default_factory=True)
        }
    if isinstance(value, tuple):
        return [_told(each) for each in value]
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items()}
    return value if isinstance(value, str | int) else str(value)


def _run(run: Marking) -> dict[str, Any]:
    words = {"words": run.text} if isinstance(run, Run) else {"placeholder": run.key}
    marks = {"strong": run.strong, "link": run.link}
    return words | {name: mark for name, mark in marks.items() if mark}


def check_approvals(loaded: list[Loaded], today: date, problems: Problems) -> None:
    """Warn of texts whose review was due, and of those that have been changed since they were approved."""
    sources = sources_of(loaded)
    for each in loaded:
        source = sources.get(each.name)
        found = state(each, source, today)
        if _copied(each, source):
            assert source is not None
            hint = "delete 'approval:'; each language is approved by itself"
            problems.add(f"this is the approval of {source.language}", each.file, hint)
        if found.expired:
            hint = "review it, and set 'review_by:' to a later day"
            problems.add(_due(each), each.file, hint, warn=True)
        if "changed" in found.faults:
            hint = f"python generate.py approve {each.name} {each.language} --by …"
            problems.add("this text has been changed since it was approved", each.file, hint, warn=True)
        if "stale" in found.faults and source and not is_stale(each, source):
            hint = f"compare them, then: python generate.py approve {each.name} {each.language} --by …"
            problems.add(_behind(each), each.file, hint, warn=True)


def _behind(loaded: Loaded) -> str:
    """Why an approval is not of the source text as that now stands."""
    name, approval = f"{loaded.topic.source_language}.yaml", loaded.text.approval
    if approval and approval.source:
        return f"{name} has been changed since this text was approved"
    return f"the approval of this text does not say with which {name} it was compared"


def check_state(found: State, loaded: Loaded, clinic: Clinic, allow_expired: bool, problems: Problems) -> None:
    """Refuse a text whose review was due, and at a strict clinic all that is not approved."""
    strict = clinic.layout.policy.require_approval
    only = f"'{clinic.name}' prints approved texts only, and"
    if found.expired and strict:
        problems.add(f"{only} {_due(loaded)}", loaded.file, "review it and set 'review_by:'")
    elif found.expired and not allow_expired:
        problems.add(_due(loaded), loaded.file, "review it and set 'review_by:', or add --allow-expired")
    if found.unapproved and strict:
        hint = f"python generate.py approve {loaded.name} {loaded.language} --by …"
        reasons = ", and ".join(why(fault) for fault in found.unapproved)
        problems.add(f"{only} this is not one: {reasons}", loaded.file, hint)


def _due(loaded: Loaded) -> str:
    return f"the review of this text was due by {loaded.text.review_by.isoformat()}"
