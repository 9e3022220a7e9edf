"""Diagnosis codes: which topic is for a patient with one."""

from __future__ import annotations

import re

from handpress.content import Topic

_CODE = re.compile(r"[A-Z][0-9][0-9A-Z]{0,5}|[0-9]{6,18}")
"""ICD-10-CM, or as much of such a code as has its letter and a digit; or SNOMED CT."""


def is_code(text: str) -> bool:
    """Whether a text is written as a diagnosis code is, or as one begins."""
    return bool(_CODE.fullmatch(_plain(text)))


def has_code(topic: Topic, code: str) -> bool:
    """Whether a topic is on a diagnosis, for who looks for one: as `covers`, and one for D70.1 is found by D70 too."""
    begun = is_code(code) and any(_plain(each).startswith(_plain(code)) for each in topic.codes.icd10)
    return begun or covers(topic, code)


def covers(topic: Topic, code: str) -> bool:
    """Whether a topic is for all who have a diagnosis: it has the same SNOMED CT code, or the same ICD-10-CM code or a
    wider one. What is for S06.0, concussion, is not for S06, any injury inside the head."""
    wanted = _plain(code)
    return code.strip() in topic.codes.snomed or any(wanted.startswith(_plain(each)) for each in topic.codes.icd10)


def _plain(code: str) -> str:
    """A code as it is compared: without its point, in capitals."""
    return code.strip().replace(".", "").upper()
