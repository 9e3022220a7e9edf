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
}
MUTUAL = {("commands", "cli")}


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
    """(module, names, whether it stands inside a function or a class) of each import."""
    bodies = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.ClassDef)]
    within = {node for body in bodies for node in ast.walk(body)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, [], node in within) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.append((node.module or "", [alias.name for alias in node.names], node in within))
    return found


def test_the_table_names_every_module_and_no_other() -> None:
    there = {module_of(file) for file in files()} - {"__init__"}
    assert set(table()) == there


@pytest.mark.parametrize("file", files(), ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_imports_go_downhill(file: Path) -> None:
    name, levels = module_of(file), table()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for module, names, inside in imports(tree):
        if inside:
            assert (file.relative_to(PACKAGE).as_posix(), module) in LATE, f"{module} is imported inside a function"
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
