"""YAML text to marked values, and a model's errors to Problems.

`tree` reads a file into nodes that know where they stand, `syntax` says what is wrong with a text that is no YAML,
`validation` makes a model's value of the nodes, and `editing` puts an entry into a text.
"""

from handpress.source.editing import in_braces, with_entry
from handpress.source.tree import Mapping, Node, Sequence, read_source, read_yaml
from handpress.source.validation import locate, overlay, read, validate

__all__ = [
    "Mapping", "Node", "Sequence", "in_braces", "locate", "overlay", "read", "read_source", "read_yaml", "validate",
    "with_entry",
]  # fmt: skip
