"""How clear a text is to the patient who reads it: rules of plain language, and a report in the manner of PEMAT-P.

`texts` lays a handout out as passages, each with what it is; `reading`, `phrasing`, `amounts`, `wording`, `form` and
`comparing` hold the rules, `plain.yaml` their words; `rules` names them; `allow` takes away what an author has allowed
with a reason; `pemat` and `report` answer AHRQ's 24 questions as far as a program can.

All that is found is a warning: whether a text may be printed is for those to say who stand for it.
"""

from __future__ import annotations

from handpress.clarity.allow import idle_problems, judge
from handpress.clarity.reading import grader
from handpress.clarity.report import Report, report
from handpress.clarity.rules import RULES
from handpress.library import Loaded
from handpress.library.translations import sources_of
from handpress.problems import Problem

__all__ = ["RULES", "Report", "check", "grades_at_hand", "report"]


def check(loaded: list[Loaded]) -> list[Problem]:
    """A warning for each thing that makes a text hard to read or to act on, each once, from top to bottom."""
    problems, sources = list[Problem](), sources_of(loaded)
    for each in loaded:
        verdict = judge(each, sources.get(each.name) if each.text.translation else None)
        problems.extend(found.problem() for found in verdict.remaining)
        problems.extend(idle_problems(verdict))
    return sorted(dict.fromkeys(problems), key=Problem.place)


def grades_at_hand() -> bool:
    """Whether the readability formulas can be applied: whether textstat is installed."""
    return grader() is not None
