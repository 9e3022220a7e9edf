"""Diagnosis codes: which topic is for a patient with one."""

from __future__ import annotations

from handpress.content import Topic


def has_code(topic: Topic, code: str) -> bool:
    """Whether a topic is for a diagnosis: the same SNOMED CT code, or an ICD-10-CM code of the same branch.

    A topic for D70 is for D70.1 too, and one for D70.1 is found by D70.
    """
    wanted = _plain(code)
    icd = [_plain(each) for each in topic.codes.icd10]
    return code.strip() in topic.codes.snomed or any(c.startswith(wanted) or wanted.startswith(c) for c in icd)


def _plain(code: str) -> str:
    """A code as it is compared: without its point, in capitals."""
    return code.strip().replace(".", "").upper()
