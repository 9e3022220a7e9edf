"""The folders handouts/, layouts/ and fonts/: find, choose the language, load, and check one file against another.

`folders` finds files and loads each by its model, `values` says what stands for each placeholder at a clinic, and
`checks` holds the rules that take more than one file, `approval` whether a text may be trusted
today, and `audit` applies them to a whole library.
"""

from handpress.library.approval import State, check_state, state
from handpress.library.audit import audit
from handpress.library.checks import check_clinic, check_handout, check_pair, check_settings
from handpress.library.folders import Clinic, Library, Loaded
from handpress.library.translations import check_origin, check_translation
from handpress.library.values import placeholder_values

__all__ = [
    "Clinic",
    "Library",
    "Loaded",
    "State",
    "audit",
    "check_clinic",
    "check_handout",
    "check_origin",
    "check_pair",
    "check_settings",
    "check_state",
    "check_translation",
    "placeholder_values",
    "state",
]
