"""Random normal findings: something was examined or asked for, and there was nothing."""

from __future__ import annotations

from hypothesis import strategies as st

from myotome.exam.vocabulary_table import vocabulary
from support.case_strategies import BY_KIND
from support.witnesses import Mapping

__all__ = ["NORMAL"]


def normal_form(finding: Mapping) -> Mapping:
    """The same examination with a normal result."""
    plain = {key: value for key, value in finding.items() if key not in {"mrc", "measured", "number"}}
    values = {"strength": "normal", "sensation": "normal", "reflex": "normal", "sign": "negative", "lab": "normal"}
    if finding["type"] == "history":
        kind = vocabulary().history[finding["item"]].value
        enum = vocabulary().history[finding["item"]].values
        return (
            {**plain, "value": False} if kind == "bool" else {**plain, "value": "none" if "none" in enum else enum[0]}
        )
    return {**plain, "value": values.get(finding["type"], "absent")}


EXAMINED = st.one_of(*(BY_KIND[kind] for kind in ("strength", "sensation", "reflex", "sign", "imaging", "lab")))
BOOLEAN_HISTORY = st.sampled_from([name for name, entry in vocabulary().history.items() if entry.value == "bool"])
NORMAL = st.one_of(
    EXAMINED.map(normal_form), BOOLEAN_HISTORY.map(lambda item: {"type": "history", "item": item, "value": False})
)
