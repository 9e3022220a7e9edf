"""Finding: what a rule has to say of a place in a text."""

from __future__ import annotations

from dataclasses import dataclass

from handpress.problems import Mark, Problem, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where, what is the matter, what to do. `words` is the text that stands there, `needle` the
    part of it that is meant."""

    rule: str
    words: str
    mark: Mark | None
    message: str
    hint: str = ""
    needle: str = ""

    def problem(self) -> Problem:
        """The finding as a warning, with the rule's name, which an allowance would have to give."""
        message = f"{self.message} [{self.rule}]"
        if self.mark is None:
            return Problem(Severity.WARNING, message, hint=self.hint)
        return self.mark.problem(message, self.hint, Severity.WARNING, self.needle)
