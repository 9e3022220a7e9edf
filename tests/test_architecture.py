"""The module table of docs/architecture.md holds: levels, outside libraries, no late imports, no `global`."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "handpress"
LATE = {
    ("press/making.py", "handpress.platemaking"),
    ("press/making.py", "handpress.planning"),
    ("press/making.py", "handpress.words"),
    ("plate.py", "handpress.filling"),
    ("flowables/pictures.py", "handpress.flowables"),
    ("cli.py", "handpress.commands"),
    ("commands/batch.py", "handpress.commands.singlefile"),
    ("commands/runs.py", "handpress.press.cluster"),
    ("clarity/reading.py", "handpress.clarity.grades"),
}
"""What is imported inside a function or loaded by its name, and where, as docs/architecture.md says."""

MUTUAL = {("commands", "cli"), ("cli", "commands")}


def table() -> dict[str, tuple[int, set[str]]]:
    """module -> (level, outside libraries), as docs/architecture.md says."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| .* \| (.+?) \|$", text, re.MULTILINE)
    return {name: (int(level), set(libraries.split(", ")) - {"-"}) for level, name, libraries in rows}


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_of(file: Path) -> str:
    """The row of the table that a file belongs to."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> list[tuple[str, list[str], bool]]:
    """(module, names, whether it stands inside a function or a class, or loads by a name) of each import."""
    bodies = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.ClassDef)]
    within = {node for body in bodies for node in ast.walk(body)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, [], node in within) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.append((node.module or "", [alias.name for alias in node.names], node in within))
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            found.append((loaded(node), [], True))
    return found


def called(call: ast.Call) -> str:
    """The name of the function that a call calls, without the module that it is of."""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def loaded(call: ast.Call) -> str:
    """The module that is loaded by its name or, where the last part of the name is filled in, what holds it."""
    name = call.args[0]
    start = name.values[0] if isinstance(name, ast.JoinedStr) else name
    assert isinstance(start, ast.Constant), f"line {call.lineno}: what is loaded does not stand there"
    return str(start.value).rstrip(".")


def test_the_table_names_every_module_and_no_other() -> None:
    there = {module_of(file) for file in files()} - {"__init__"}
    assert set(table()) == there


@pytest.mark.parametrize("file", files(), ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_imports_go_downhill(file: Path) -> None:
    name, levels = module_of(file), table()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for module, names, _ in imports(tree):
        top = module.split(".")[0]
        if top in sys.stdlib_module_names:
            continue
        assert name != "__init__", "handpress/__init__.py imports nothing"
        if top != "handpress":
            assert top in levels[name][1], f"{name} may not use {top}"
            continue
        for target in [module.split(".")[1]] if "." in module else names:
            if target not in (name, "__version__") and (name, target) not in MUTUAL:
                assert levels[target][0] < levels[name][0], f"{name} may not import {target}"


def test_what_is_imported_late_is_what_is_named() -> None:
    late = set[tuple[str, str]]()
    for file in files():
        found = imports(ast.parse(file.read_text(encoding="utf-8")))
        late |= {(file.relative_to(PACKAGE).as_posix(), module) for module, _, inside in found if inside}
    assert late == LATE


@pytest.mark.parametrize(
    ("code", "module"),
    [
        ("import_module('handpress.words')", "handpress.words"),
        ("importlib.import_module(f'handpress.commands.{name}')", "handpress.commands"),
        ("def f():\n    import handpress.words", "handpress.words"),
    ],
)
def test_a_late_import_is_seen(code: str, module: str) -> None:
    assert imports(ast.parse(code)) == [(module, [], True)]


@pytest.mark.parametrize("file", files(), ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_files_functions_and_parameters_stay_small(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 400
    for node in ast.walk(ast.parse(text)):
        assert not isinstance(node, ast.Global), "no global"
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length < 40, f"{node.name} has {length} lines"
            count = len([a for a in node.args.args if a.arg not in ("self", "cls")])
            # A Click command takes one parameter for each option.
            assert count <= 5 or module_of(file) == "commands", f"{node.name} takes {count} parameters"


def test_the_tree_of_errors_atop_problems_names_every_error_under_its_kind() -> None:
    drawn, kind = set(), ""
    for line in (
        ast.get_docstring(ast.parse((PACKAGE / "problems.py").read_text(encoding="utf-8"))) or ""
    ).splitlines():
        found = re.match(r"( *)(\w+Error)(?: \((.+?)\))? {2}", line)
        if found and not found[1]:
            kind = found[2]
        elif found:
            drawn.add((found[2], kind, found[3]))
    there = set()
    for file in files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error") and node.name != "HandpressError":
                there.add((node.name, ast.unparse(node.bases[0]), file.relative_to(PACKAGE).as_posix()))
    assert drawn == there


def test_the_version_module_holds_the_version_and_nothing_else() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert [type(node).__name__ for node in tree.body] == ["Expr", "Assign"]
