"""The rules that take more than one file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from pydantic_core import PydanticCustomError

from handpress.content import Block, Choose, Handout, Log, Picture, Signs, blocks, proses
from handpress.fields import OWN, WRITE_IN, Prose, is_name, read_number, read_temperature
from handpress.fonts import Chain
from handpress.library.folders import Clinic, Loaded
from handpress.library.values import CLINIC_KEYS, clinic_values
from handpress.problems import Mark, Problems, did_you_mean, mark_of, quoted
from handpress.runs import placeholders
from handpress.words import country, same_tongue

FEVER, LOW = "fever_threshold", "low_temperature"
"""Values of a clinic that topics ask for together."""


def check_handout(loaded: Loaded, chain: Chain, problems: Problems) -> None:
    """What must hold of a text at any clinic: its placeholders and options are known, its letters can be printed."""
    known = (*CLINIC_KEYS, *loaded.topic.needs)
    asked = set[str]()
    for prose in proses(loaded.text):
        _letters(prose.words, prose.mark, chain, problems)
        asked.update(placeholders(prose.runs))
        _placeholders(prose, known, problems, _to_ask_for)
    for need in loaded.topic.needs:
        if need not in asked:
            problems.add(f"the text never uses '{{{need}}}', which the topic needs", mark_of(need), warn=True)
    approval = loaded.text.approval
    for text in (loaded.text.version, approval.by if approval else ""):
        _letters(text, mark_of(text), chain, problems)
    if isinstance(loaded.text, Handout):
        for section in loaded.text.sections:
            if section.level and not _warns(section.body):
                hint = "write under 'signs:' what to watch for; a checklist shows those, and nothing else of the card"
                problems.add("this care card has no signs", section.title.mark, hint)
            for block in blocks(section.body):
                _block(loaded, block, chain, problems)


def _warns(body: tuple[Block, ...]) -> bool:
    """Whether a care card lists signs, whatever a clinic chooses."""
    cases = (block.choose.cases.values() for block in body if isinstance(block, Choose))
    return any(isinstance(block, Signs) for block in body) or any(all(map(_warns, each)) for each in cases)


def _placeholders(
    prose: Prose, known: Collection[str], problems: Problems, hint: Callable[[str, Collection[str]], str] = did_you_mean
) -> None:
    """A text asks for what is `known` only; `hint` says of another placeholder what is meant."""
    for key in placeholders(prose.runs):
        if key not in known:
            problems.add(f"unknown placeholder '{{{key}}}'", prose.mark, hint(key, known), f"{{{key}}}")


def _to_ask_for(key: str, known: Iterable[str]) -> str:
    """The hint for a placeholder that is not known: what is, and how a clinic is asked for a value of its own."""
    hint = did_you_mean(key, known)
    if not is_name(key):
        return hint
    ask = f"'needs: {{{key}: temperature}}' in topic.yaml (or 'number', or 'text')"
    return f"{hint}{'' if hint.endswith('?') else ';'} or ask each clinic for it: {ask}"


def _block(loaded: Loaded, block: Block, chain: Chain, problems: Problems) -> None:
    """What a block names that stands elsewhere: options, needs, a picture's words."""
    if isinstance(block, Choose):
        _options(loaded, block, problems)
    elif isinstance(block, Picture):
        _letters(block.picture.alt, mark_of(block.picture.alt), chain, problems)
    elif isinstance(block, Log):
        for column in block.log.columns:
            if column.threshold and column.threshold not in loaded.topic.needs:
                hint = did_you_mean(column.threshold, loaded.topic.needs) or "topic.yaml lists no needs"
                problems.add(f"topic.yaml has no need '{column.threshold}'", mark_of(column.threshold), hint)


def _letters(text: str, mark: Mark | None, chain: Chain, problems: Problems) -> None:
    for letter in chain.missing(text):
        hint = "write it in other words, or add a family that has it to fonts/families.yaml"
        problems.add(f"no typeface has the character '{letter}' (U+{ord(letter):04X})", mark, hint, letter)


def _options(loaded: Loaded, block: Choose, problems: Problems) -> None:
    option, cases = block.choose.option, block.choose.cases
    options = loaded.topic.options
    if option not in options:
        hint = did_you_mean(option, options) or "topic.yaml lists no options"
        problems.add(f"topic.yaml has no option '{option}'", mark_of(option), hint)
        return
    for case in cases:
        if case not in options[option]:
            problems.add(f"'{case}' is no case of '{option}'", mark_of(case), did_you_mean(case, options[option]))
    missing = [c for c in options[option] if c not in cases]
    if missing:
        hint = f"under 'cases:', add '{missing[0]}: […]'"
        problems.add(f"the case {quoted(missing)} of '{option}' has no text", mark_of(option), hint)


def check_pair(loaded: Loaded, clinic: Clinic, problems: Problems) -> None:
    """What must hold of a text at this clinic: every value that it asks for is set, and of the right kind."""
    layout = clinic.layout
    for need, kind in loaded.topic.needs.items():
        if need not in layout.values:
            where = clinic.mark("values")
            problems.add(
                f"'{loaded.name}' needs '{need}' ({kind}), which '{clinic.name}' does not set",
                where,
                f"under 'values:', add '{need}: …', or '{need}: {WRITE_IN}' to fill it in by hand",
            )
    for option, cases in loaded.topic.options.items():
        chosen = layout.options.get(option)
        if chosen is not None and chosen not in cases:
            hint = did_you_mean(chosen, cases)
            problems.add(f"'{chosen}' is no case of '{option}' in '{loaded.name}'", mark_of(chosen), hint)
    _phone_at_hand(loaded, clinic, problems)
    check_additions(loaded, clinic, problems)
    _typed_right(loaded, clinic, problems)
    _values_at_hand(proses(loaded.text), clinic, problems)


def check_additions(loaded: Loaded, clinic: Clinic, problems: Problems) -> None:
    """What must hold of what a clinic adds to a text: there is a section for it, and all of it can be printed."""
    roles = [section.role for section in loaded.text.sections] if isinstance(loaded.text, Handout) else []
    for addition in clinic.additions.get(loaded.name, ()):
        if addition.language != loaded.language:
            continue
        if addition.role not in roles:
            hint = f"it has: {', '.join(dict.fromkeys(roles)) or 'none'}"
            message = f"'{loaded.name}' has no section with the role '{addition.role}'"
            problems.add(message, next(proses(addition)).mark, hint)
        for prose in proses(addition):
            _letters(prose.words, prose.mark, clinic.chain, problems)
            _placeholders(prose, CLINIC_KEYS, problems)
        if addition.contact:
            _letters(addition.contact.phone, mark_of(addition.contact.phone), clinic.chain, problems)
        _values_at_hand(proses(addition), clinic, problems)


def _typed_right(loaded: Loaded, clinic: Clinic, problems: Problems) -> None:
    """Each value that the clinic sets is of the kind which the topic needs."""
    for need, kind in loaded.topic.needs.items():
        text = clinic.layout.values.get(need, WRITE_IN)
        if kind != "text" and text != WRITE_IN:
            try:
                (read_temperature if kind == "temperature" else read_number)(text)
            except PydanticCustomError as error:
                hint = f"'{need}' is a {kind}: {(error.context or {}).get('hint', '')}"
                problems.add(f"'{need}': {error.message()}", mark_of(text), hint)


def _values_at_hand(said: Iterable[Prose], clinic: Clinic, problems: Problems) -> None:
    """The clinic has all that these words ask of it."""
    have = clinic_values(clinic.layout)
    for prose in said:
        for key in placeholders(prose.runs):
            if key in CLINIC_KEYS and key not in have:
                message = f"the text says '{{{key}}}', which '{clinic.name}' does not have"
                problems.add(message, prose.mark, _to_set(key.removeprefix("clinic."), clinic), f"{{{key}}}")


def _phone_at_hand(loaded: Loaded, clinic: Clinic, problems: Problems) -> None:
    """The clinic has a phone for the care cards of a text; those of an emergency have the country's."""
    levels = {section.level for section in loaded.text.sections} if isinstance(loaded.text, Handout) else set()
    if not clinic.layout.contact.phone and levels & {"urgent", "routine"}:
        message = f"care cards say whom to ring, and '{clinic.name}' has no phone"
        problems.add(message, clinic.mark("contact"), _to_set("phone", clinic))


def _to_set(key: str, clinic: Clinic) -> str:
    """The hint for something of 'contact:' that a clinic does not have."""
    # A web address is not written in by hand.
    by_hand = "" if key == "web" else f", or '{key}: {WRITE_IN}' to fill it in by hand"
    return f"in {clinic.file.parent.name}/layout.yaml set 'contact: {{{key}: …}}'{by_hand}"


def check_clinic(clinic: Clinic, problems: Problems) -> None:
    """What must hold of a layout: all its words can be printed, and its logo has words."""
    layout = clinic.layout
    contact = layout.contact
    texts = [layout.name, contact.phone, contact.out_of_hours, *contact.address]
    texts += [
        *(layout.tagline or {}).values(),
        *(contact.hours or {}).values(),
        contact.email,
        contact.web,
        *layout.values.values(),
        layout.emergency.phone,
        layout.emergency.place,
        layout.logo_alt,
    ]
    for text in texts:
        if text:
            _letters(text, mark_of(text), clinic.chain, problems)
    for about in (layout.about or {}).values():
        _letters(about.words, about.mark, clinic.chain, problems)
        _placeholders(about, CLINIC_KEYS, problems)
    _values_at_hand((layout.about or {}).values(), clinic, problems)
    for tag in layout.languages:
        if country(tag) and country(tag) != country(layout.locale):
            message = f"texts in '{tag}' may send readers of '{layout.locale}' to services that they do not have"
            hint = "look for those in each text (NHS 111, A&E), or have texts of your own country"
            problems.add(message, mark_of(tag), hint, warn=True)
    for said in (layout.tagline, contact.hours, layout.about):
        if said and not any(tag == OWN or same_tongue(tag, layout.locale) for tag in said):
            hint = f"readers of a language that has none here read those of '{layout.locale}'"
            problems.add("the clinic's own language is missing", mark_of(next(iter(said))), hint)
    _low_is_lower(clinic, problems)
    if layout.logo and not layout.logo_alt:
        problems.add("the logo has no words", mark_of(layout.logo), "add 'logo_alt:' with the name that it shows")


def _low_is_lower(clinic: Clinic, problems: Problems) -> None:
    """Of the two temperatures at which patients ring, the low one is the lower."""
    values = clinic.layout.values
    try:
        low, fever = (read_temperature(values.get(name, WRITE_IN)) for name in (LOW, FEVER))
    except PydanticCustomError:
        return  # one is not set, or is written in; or what is wrong with it is said at the text that asks for it
    if low >= fever:
        message = f"'{LOW}' ({low}) is not lower than '{FEVER}' ({fever})"
        problems.add(message, mark_of(values[LOW]), f"patients ring below '{LOW}', and from '{FEVER}' upward")


def check_settings(clinic: Clinic, needs: set[str], options: set[str], problems: Problems) -> None:
    """Warn of what a layout sets and no topic asks for; `needs` and `options` are those of all topics."""
    layout = clinic.layout
    for names, asked, kind in ((layout.values, needs, "value"), (layout.options, options, "option")):
        for name in names:
            if name not in asked:
                problems.add(
                    f"no topic asks for the {kind} '{name}'", mark_of(name), did_you_mean(name, asked), warn=True
                )
