"""What all tests share."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in each run, so that a change alone can turn a test red; `--hypothesis-profile=explore` seeks anew.
settings.register_profile("same", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("same")

# The tests' own plates, and never those of whoever runs them.
os.environ["HANDPRESS_CACHE"] = tempfile.mkdtemp(prefix="handpress-tests-")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the goldens anew instead of comparing with them")


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["HANDPRESS_CACHE"], ignore_errors=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds the shipped handouts/, layouts/ and fonts/."""
    return ROOT
