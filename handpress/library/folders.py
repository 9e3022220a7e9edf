"""Finding and loading: each file by its model, with every Problem in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

from handpress import fonts
from handpress.content import (
    Addition,
    Additions,
    Checklist,
    Choose,
    Fragment,
    FragmentFile,
    Handout,
    Note,
    Picture,
    Section,
    Topic,
    blocks,
    misplaced,
)
from handpress.images import ImageFile
from handpress.inputs import Input, InputKind
from handpress.layout import Layout, Policy
from handpress.library.assets import Typefaces, image_path, load_image
from handpress.problems import Mark, Problems, did_you_mean, mark_of, quoted
from handpress.roots import clinics_in, languages_in, topics_in
from handpress.source import Mapping, Node, locate, overlay, read, read_yaml, validate
from handpress.words import meant_tags, near_tags, nearest_language, tags_of_name


@dataclass(frozen=True, slots=True)
class Loaded:
    """A topic in one language, its fragments in their places."""

    name: str
    language: str
    topic: Topic
    text: Handout | Checklist
    file: Path
    pictures: dict[Path, ImageFile]

    @property
    def is_source(self) -> bool:
        """Whether it is what the topic's other texts are made from."""
        return self.language == self.topic.source_language

    @property
    def is_bound(self) -> bool:
        """Whether it has to agree with its source text, as a translation or because a clinician compared the two."""
        return not self.is_source and bool(self.text.translation or self.text.approval)


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic's layout, its parents' settings merged in; `node` is the merged YAML, for marks."""

    name: str
    layout: Layout
    file: Path
    node: Node
    logo: ImageFile | None
    chain: fonts.Chain
    additions: Additions = field(default_factory=dict)

    def mark(self, *keys: str) -> Mark:
        """Where a setting stands, or where it would have to stand."""
        return locate(self.node, keys)


class Library:
    """The files below one root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.typefaces = Typefaces(root / "fonts")
        self.inputs = dict[Input, str]()

    def note(self, file: Path, kind: InputKind = "file") -> Path:
        """Remember what a file holds, or which languages there are in a folder, before what is made depends on it."""
        each = Input(kind, file)
        if each not in self.inputs:
            self.inputs[each] = each.held()
        return file

    def topics(self) -> list[str]:
        """The names of all topics."""
        return topics_in(self.root)

    def clinics(self) -> list[str]:
        """The names of all clinics that print; those of parents begin with '_' and are not among them."""
        return clinics_in(self.root)

    def parents(self) -> list[str]:
        """The names of the layouts that others extend and that never print."""
        folder = self.root / "layouts"
        return sorted(f.parent.name for f in folder.glob("_*/layout.yaml")) if folder.is_dir() else []

    def languages(self, topic: str) -> list[str]:
        """The languages that a topic is written in."""
        return languages_in(self.note(self.root / "handouts" / topic, "folder"))

    def known(self, kind: str, name: str, names: list[str], problems: Problems) -> bool:
        """Whether `name` is one of `names`; where it is not, a Problem with the list."""
        if name in names:
            return True
        hint = did_you_mean(name, names)
        listed = f"there are: {', '.join(names)}" if names else f"there is none in {self.root}"
        hint = f"{hint} {listed}" if hint.startswith("did") else listed
        problems.add(f"there is no {kind} '{name}'", mark_of(name), hint)
        return False

    def choose_language(self, topic: str, asked: str, problems: Problems) -> str | None:
        """The language to print: the one asked for, its parent, or a sibling (en-GB for en-US, zh-Hans for zh).

        A language may be asked for by its name too, in English or as its speakers write it.
        """
        have = self.languages(topic)
        chosen = next(iter(meant_tags(asked, have)), None)
        if chosen is None:
            _not_written(topic, asked, have, problems)
        elif chosen != asked and near_tags(asked, [chosen]):
            problems.add(f"'{topic}' is not written in '{asked}'; '{chosen}' is printed", warn=True)
        return chosen

    def named_language(self, topic: str, asked: str, problems: Problems) -> str | None:
        """The very language asked for, by its tag or by a name that fits no other; nothing stands in for it."""
        have = self.languages(topic)
        named = [asked] if asked in have else list(tags_of_name(asked, have))
        if not named:
            _not_written(topic, asked, have, problems)
        elif len(named) > 1:
            problems.add(f"'{asked}' may be {quoted(named, 'or')}", hint="name one of them by its tag")
        return named[0] if len(named) == 1 else None

    def topic(self, name: str, problems: Problems) -> Topic | None:
        """What no language changes of a topic."""
        return read(self.note(self.root / "handouts" / name / "topic.yaml"), Topic, problems)

    def handout(self, name: str, language: str, problems: Problems) -> Loaded | None:
        """A topic in one of its languages, with its fragments and pictures."""
        file, found = self.note(self.root / "handouts" / name / f"{language}.yaml"), len(problems.errors)
        topic = self.topic(name, problems)
        staff = topic is not None and topic.kind == "checklist"
        text = read(file, Checklist, problems) if staff else read(file, Handout, problems)
        if topic is None or text is None:
            return None
        pictures = dict[Path, ImageFile]()
        if isinstance(text, Handout):
            text = self._whole(text, language, problems)
            pictures = _pictures(text, self.root / "handouts", problems)
            for picture in pictures:
                self.note(picture)
        return None if len(problems.errors) > found else Loaded(name, language, topic, text, file, pictures)

    def source_of(self, loaded: Loaded) -> Loaded | None:
        """The source text that a text has to agree with, where it has to and that can be read."""
        if not loaded.is_bound:
            return None
        return self.handout(loaded.name, loaded.topic.source_language, Problems())

    def _whole(self, handout: Handout, language: str, problems: Problems) -> Handout:
        """A handout with the blocks of its fragments in their places."""
        sections = list[Section]()
        for section in handout.sections:
            body = self._expanded(section.body, language, problems, ())
            sections.append(section.model_copy(update={"body": body}))
            for message, hint, at in misplaced(section.role, body):
                problems.add(message, at or mark_of(handout.version), hint)
        return handout.model_copy(update={"sections": tuple(sections)})

    def _expanded(
        self, body: Iterable[Any], language: str, problems: Problems, inside: tuple[str, ...]
    ) -> tuple[Any, ...]:
        """A body with the blocks of each fragment in its place."""
        out = list[Any]()
        for block in body:
            if isinstance(block, Fragment):
                out.extend(self._fragment(block, language, problems, inside))
            elif isinstance(block, Note):
                box = block.note.model_copy(
                    update={"body": self._expanded(block.note.body, language, problems, inside)}
                )
                out.append(block.model_copy(update={"note": box}))
            elif isinstance(block, Choose):
                cases = {k: self._expanded(v, language, problems, inside) for k, v in block.choose.cases.items()}
                out.append(block.model_copy(update={"choose": block.choose.model_copy(update={"cases": cases})}))
            else:
                out.append(block)
        return tuple(out)

    def _fragment(self, block: Fragment, language: str, problems: Problems, inside: tuple[str, ...]) -> tuple[Any, ...]:
        name, parent = block.fragment, self.root / "handouts" / "_fragments"
        known = sorted(f.name for f in parent.iterdir() if f.is_dir()) if parent.is_dir() else []
        if name not in known:
            problems.add(f"there is no fragment '{name}'", mark_of(name), did_you_mean(name, known))
            return ()
        if name in inside:
            problems.add(f"the fragment '{name}' holds itself", mark_of(name), "take this line out")
            return ()
        have = languages_in(self.note(parent / name, "folder"))
        chosen = next(iter(near_tags(language, have)), None)
        if chosen is None:
            hint = f"it is written in: {', '.join(have) or 'none'}"
            problems.add(f"the fragment '{name}' is not written in '{language}'", mark_of(name), hint)
            return ()
        read_in = read(self.note(parent / name / f"{chosen}.yaml"), FragmentFile, problems)
        return self._expanded(read_in.body, language, problems, (*inside, name)) if read_in else ()

    def clinic(self, name: str, problems: Problems) -> Clinic | None:
        """A clinic's layout with its logo and its typefaces."""
        file = self.root / "layouts" / name / "layout.yaml"
        found = len(problems.errors)
        lineage = self._lineage(name, problems)
        if len(problems.errors) > found:
            return None
        node = reduce(overlay, lineage.values())
        layout = validate(node, Layout, problems)
        _stay_strict(lineage, problems)
        if layout is None:
            return None
        logo = load_image(layout.logo, self.root / "layouts", problems) if layout.logo else None
        chain = self.typefaces.chain(layout.type.family, problems)
        if logo:
            self.note(logo.file)
        self.note(self.typefaces.folder / "families.yaml")
        for family in self.typefaces.families(problems).values():
            self.note(family.regular.file, "font")
            self.note(family.bold.file, "font")
        additions = _together(self.additions(each, problems) for each in lineage)
        if chain is None or len(problems.errors) > found:
            return None
        return Clinic(name, layout, file, node, logo, chain, additions)

    def additions(self, name: str, problems: Problems) -> Additions:
        """What a layout's own file adds to topics; nothing where it has no such file."""
        file = self.note(self.root / "layouts" / name / "additions.yaml")
        return (read(file, Additions, problems) or {}) if file.is_file() else {}

    def _lineage(self, name: str, problems: Problems) -> dict[str, Mapping]:
        """The YAML of a layout and of those that it extends, by their names, what is extended first."""
        lineage, following = dict[str, Mapping](), name
        while following:
            node = read_yaml(self.note(self.root / "layouts" / following / "layout.yaml"), problems)
            if not isinstance(node, Mapping):
                if node is not None:
                    problems.add("a layout is keys with values, 'key: value'", node.mark)
                break
            lineage = {following: node, **lineage}
            following = self._parent(lineage, problems)
        return lineage

    def _parent(self, lineage: dict[str, Mapping], problems: Problems) -> str:
        """The name of the layout that the first of a lineage extends; '' where there is none."""
        name, node = next(iter(lineage.items()))
        parent = node.get("extends")
        if not isinstance(parent, str):
            return ""
        known = [f.name for f in (self.root / "layouts").iterdir() if (f / "layout.yaml").is_file()]
        if parent in lineage:
            problems.add(f"'{name}' extends itself by way of '{parent}'", mark_of(parent), "break the circle")
        elif parent not in known:
            others = [other for other in known if other != name]
            problems.add(f"there is no layout '{parent}' to extend", mark_of(parent), did_you_mean(parent, others))
        else:
            return parent
        return ""


def _stay_strict(lineage: dict[str, Mapping], problems: Problems) -> None:
    """Say where a layout would print what one that it extends refuses, as nobody has approved it."""
    strict = ""
    for name, node in lineage.items():
        found = Problems()
        policy = validate(node["policy"], Policy, found) if "policy" in node else Policy()
        # What is wrong with a clinic's own has been said with the rest of its layout.
        problems.extend(each for each in found if each not in problems)
        if policy is None or "require_approval" not in policy.model_fields_set:
            continue
        if policy.require_approval:
            strict = name
        elif strict:
            hint = f"delete it: what extends '{strict}' is as strict"
            message = f"'{strict}' prints approved texts only, and '{name}' extends it"
            problems.add(message, locate(node, ("policy", "require_approval")), hint)


def _together(additions: Iterable[Additions]) -> Additions:
    """What several layouts add, topic by topic, one layout's after the other's."""
    together = defaultdict[str, tuple[Addition, ...]](tuple)
    for each in additions:
        for topic, added in each.items():
            together[topic] += added
    return dict(together)


def _not_written(topic: str, asked: str, have: list[str], problems: Problems) -> None:
    """Say that a topic is not written in a language, and in which it is."""
    near = nearest_language(asked, have)
    hint = f"{near} " if near else ""
    hint += f"it is written in: {', '.join(have) or 'none'}"
    problems.add(f"'{topic}' is not written in '{asked}'", hint=hint)


def _pictures(handout: Handout, handouts: Path, problems: Problems) -> dict[Path, ImageFile]:
    """The images that a handout and its fragments name, by their paths."""
    found = dict[Path, ImageFile]()
    for section in handout.sections:
        for block in blocks(section.body):
            if isinstance(block, Picture):
                image = load_image(block.picture.file, handouts, problems)
                if image:
                    found[image_path(block.picture.file)] = image
    return found
