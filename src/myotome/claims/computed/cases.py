"""Computed by explaining small cases: what an image or a spared muscle does to the answer."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial
from itertools import product
from typing import Any

import numpy as np

from myotome.anatomy import nerve_places, root_levels
from myotome.claims.model_value import ModelValue
from myotome.exam import case_from_mapping
from myotome.explain import Explanation, explain
from myotome.tables import Anything, Every, TomlTable, data_path, ids, integer, list_of, one_of, text

__all__ = ["registered"]

_INTERVAL = "from the least to the greatest over settings and ages"


_settings = ids("pathology/setting_priors", "setting")


def _case_names() -> Mapping[str, Any]:
    names: Mapping[str, Any] = tomllib.loads(data_path("claims/cases.toml").read_text(encoding="utf-8"))["case"]
    return names


_TABLE = TomlTable(
    "claims/cases.toml",
    {
        "asked": {
            "settings": list_of(one_of(_settings)),
            "ages": list_of(integer(0, 120)),
            "setting": one_of(_settings),
            "age": integer(0, 120),
            "sex": one_of(("female", "male")),
        },
        "case": Every({"findings": Anything()}),
        "computation": Every(
            {
                "case": one_of(_case_names),
                "against": one_of(_case_names, optional=True),
                "reads": one_of(lambda: ("disc", "flag", *nerve_places(), *root_levels())),
                "said": text(),
            }
        ),
    },
)


@cache
def _table() -> Mapping[str, Any]:
    return _TABLE.read()


def registered() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation of this kind by its name."""
    return {name: partial(_computed, name) for name in _table()["computation"]}


@cache
def _explained(case: str, setting: str, age: int) -> Explanation:
    who = {"age": age, "sex": _table()["asked"]["sex"]}
    whole = {
        "id": case.replace("_", "-"),
        "setting": setting,
        "demographics": who,
        "findings": _table()["case"][case]["findings"],
    }
    return explain(case_from_mapping(whole), with_next_tests=False)


def _read(explanation: Explanation, what: str) -> float:
    if what == "disc":
        return explanation.disc_to_blame.probability
    if what == "flag":
        return float(explanation.red_flag.urgent)
    return sum(place.probability for place in explanation.places if place.place == what)


def _computed(name: str) -> ModelValue:
    entry, asked = _table()["computation"][name], _table()["asked"]

    def value(setting: str, age: int) -> float:
        ours = _read(_explained(entry["case"], setting, age), entry["reads"])
        against = entry.get("against")
        return ours - (_read(_explained(against, setting, age), entry["reads"]) if against else 0.0)

    middle = value(asked["setting"], asked["age"])
    every = [middle, *(value(setting, age) for setting, age in product(asked["settings"], asked["ages"]))]
    keys = _explained(entry["case"], asked["setting"], asked["age"]).source_keys
    limits = (float(np.min(every)), float(np.max(every)))
    return ModelValue(name, middle, *limits, entry["unit"], entry["said"], _INTERVAL, "composed", keys)
