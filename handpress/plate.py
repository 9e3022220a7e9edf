"""The plate: a painted document, from which impressions are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plate:
    """A finished document: its PDF bytes and how many pages it has."""

    pdf: bytes
    pages: int
