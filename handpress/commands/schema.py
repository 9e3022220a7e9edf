"""`schema`: a JSON Schema for editors."""

from __future__ import annotations

import json

import click

from handpress.commands.options import example
from handpress.content import Checklist, Handout, Topic
from handpress.fields import Model
from handpress.layout import Layout

MODELS: dict[str, type[Model]] = {
    "topic": Topic,
    "handout": Handout,
    "checklist": Checklist,
    "layout": Layout,
}


@click.command(epilog=example("python generate.py schema handout > handout.schema.json"))
@click.argument("what", type=click.Choice(list(MODELS)))
def command(what: str) -> None:
    """Write the JSON Schema of a topic.yaml, a handout, a checklist for staff or a layout to standard output."""
    schema = MODELS[what].model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
