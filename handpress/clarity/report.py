"""A report of a topic in the manner of PEMAT-P: AHRQ's 24 questions of printed material, as far as a program can tell.

The numbers are those of the whole instrument, in which 13 and 14 are for film and sound alone. The words are our own:
for the instrument itself see https://www.ahrq.gov/health-literacy/patient-education/pemat.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handpress.clarity.allow import judge
from handpress.clarity.pemat import ANSWERS, Evidence, Grade, evidence
from handpress.clarity.texts import is_english, said
from handpress.library import Loaded


@dataclass(frozen=True, slots=True)
class Item:
    """A question, and whether it needs a text in English to be answered by a program."""

    number: int
    words: str
    english: bool = True


UNDERSTANDING = (
    Item(1, "what it is for is plain at once"),
    Item(2, "nothing leads away from that"),
    Item(3, "everyday words"),
    Item(4, "medical words only with their meaning"),
    Item(5, "sentences say who does what"),
    Item(6, "numbers are clear"),
    Item(7, "no sums for the reader"),
    Item(8, "short parts", english=False),
    Item(9, "headings say what follows"),
    Item(10, "in an order that makes sense"),
    Item(11, "a summary", english=False),
    Item(12, "signs that lead the eye to what matters", english=False),
    Item(15, "pictures wherever they help", english=False),
    Item(16, "pictures that carry the words", english=False),
    Item(17, "pictures and tables with captions", english=False),
    Item(18, "pictures that are clear and bare", english=False),
    Item(19, "simple tables with short heads", english=False),
)
ACTION = (
    Item(20, "at least one thing to do", english=False),
    Item(21, "speaks to the reader as 'you'"),
    Item(22, "what to do comes in small steps"),
    Item(23, "something to use: a log, a list to tick, lines to fill in", english=False),
    Item(24, "says how any sum is done"),
    Item(25, "says how to use tables and charts", english=False),
    Item(26, "pictures wherever they help to act", english=False),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer, and what was found."""

    item: Item
    mark: Grade
    found: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The answers for one text: understanding it, and acting on it, apart, as PEMAT scores them."""

    topic: str
    language: str
    title: str
    understanding: tuple[Answer, ...]
    action: tuple[Answer, ...]
    allowed: int = 0

    def lines(self) -> Iterator[str]:
        """The report as it is read on a terminal."""
        yield f"{self.topic} ({self.language}): {self.title}"
        for name, answers in self._groups():
            yield f"  {name}: {_share(answers)}"
            for answer in answers:
                found = f"  {answer.found}" if answer.found else ""
                yield f"  {answer.item.number:>4}  {answer.item.words:<59} {answer.mark}{found}"
        if self.allowed:
            yield f"  allowed, with a reason in the text: {self.allowed}"

    def as_json(self) -> dict[str, Any]:
        """The report as a value for JSON."""
        groups = {name: {**_score(answers), "items": [_item(a) for a in answers]} for name, answers in self._groups()}
        head = {"topic": self.topic, "language": self.language, "title": self.title}
        return {**head, **groups, "allowed": self.allowed}

    def _groups(self) -> tuple[tuple[str, tuple[Answer, ...]], ...]:
        return ("understandability", self.understanding), ("actionability", self.action)


def report(loaded: Loaded) -> Report:
    """The report of a text in one language; what needs English is left to a person where the text is in another."""
    verdict = judge(loaded)
    seen = evidence(loaded, verdict.remaining)
    understanding, action = (tuple(_answer(item, seen, loaded) for item in group) for group in (UNDERSTANDING, ACTION))
    title = said(loaded.text.title, loaded)
    return Report(loaded.name, loaded.language, title, understanding, action, len(verdict.allowed))


def _answer(item: Item, seen: Evidence, loaded: Loaded) -> Answer:
    answer = ANSWERS.get(item.number)
    if answer is None or (item.english and not is_english(loaded)):
        return Answer(item, Grade.PERSON)
    return Answer(item, *answer(seen))


def _score(answers: tuple[Answer, ...]) -> dict[str, int | None]:
    """How many of the judged questions are answered well, as PEMAT scores them; the others are no part of it."""
    agree = sum(answer.mark is Grade.AGREE for answer in answers)
    judged = agree + sum(answer.mark is Grade.DISAGREE for answer in answers)
    return {"agree": agree, "judged": judged, "percent": round(100 * agree / judged) if judged else None}


def _share(answers: tuple[Answer, ...]) -> str:
    score = _score(answers)
    if score["percent"] is None:
        return "nothing that a program can judge"
    waiting = sum(answer.mark is Grade.PERSON for answer in answers)
    return f"{score['percent']} % ({score['agree']} of {score['judged']} judged; {waiting} for a person)"


def _item(answer: Answer) -> dict[str, Any]:
    return {
        "number": answer.item.number,
        "item": answer.item.words,
        "automatic": answer.mark is not Grade.PERSON,
        "answer": str(answer.mark),
        "found": answer.found,
    }
