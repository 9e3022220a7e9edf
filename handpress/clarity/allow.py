"""Allowances: findings that an author has looked at, and switched off with a written reason."""

from __future__ import annotations

from dataclasses import dataclass

from handpress.clarity.findings import Finding
from handpress.clarity.reading import grader
from handpress.clarity.rules import COMPARING, RULES, findings
from handpress.content import Allowance
from handpress.library import Loaded
from handpress.problems import Problems, did_you_mean, mark_of

_GRADES = ("reading-grade", "smog")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is found in a text: what remains, what was allowed, and which allowances were of no use."""

    remaining: tuple[Finding, ...]
    allowed: tuple[Finding, ...]
    idle: tuple[Allowance, ...]


def judge(loaded: Loaded, source: Loaded | None = None) -> Verdict:
    """The findings of a text, those that it allows apart. `source` is what it was translated from, if it was."""
    remaining, allowed = list[Finding](), list[Finding]()
    used = set[int]()
    for found in findings(loaded, source):
        by = [n for n, each in enumerate(loaded.text.allow) if _covers(each, found)]
        used.update(by)
        (allowed if by else remaining).append(found)
    idle = tuple(
        each for n, each in enumerate(loaded.text.allow) if n not in used and (source or each.rule not in COMPARING)
    )
    return Verdict(tuple(remaining), tuple(allowed), idle)


def _covers(allowance: Allowance, found: Finding) -> bool:
    begins = _folded(allowance.at) if allowance.at else ""
    return allowance.rule == found.rule and _folded(found.words).startswith(begins)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def idle_problems(verdict: Verdict) -> Problems:
    """Warnings of allowances that name no rule, or that nothing was found for."""
    problems = Problems()
    for each in verdict.idle:
        if each.rule not in (known := [*RULES, *COMPARING]):
            hint = did_you_mean(each.rule, known)
            problems.add(f"there is no rule '{each.rule}' to allow", mark_of(each.rule), hint, warn=True)
        elif each.rule not in _GRADES or grader():  # without the formulas, nothing is found for them
            where = f" at '{each.at}'" if each.at else ""
            hint = "delete it" if not each.at else "delete it, or give the first words of the text as they stand"
            problems.add(f"nothing is found for this: '{each.rule}'{where}", mark_of(each.rule), hint, warn=True)
    return problems
