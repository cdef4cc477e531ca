"""What an explanation is called: several nerves each with its own side."""

import numpy as np

from myotome.explain.conclusions.explanations import group_states, in_words
from myotome.explain.likelihood.model_world import world


def test_several_nerves_are_named_each_with_its_own_side() -> None:
    """Of nerves on different sides, none is said to be ill on a side where it is not."""
    groups, checked = group_states(world().states), 0
    for number, cause in enumerate(groups.states.causes):
        sides = {place: {cut.side for cut in cause.cuts if place in cut.structures()} for place in cause.places}
        if len(sides) != 2 or len(set(map(frozenset, sides.values()))) != 2 or not all(sides.values()):
            continue
        state = int(np.flatnonzero(groups.states.cause == number)[0])
        only = np.zeros(len(groups.of_state))
        only[state] = 1.0
        label = groups.label(int(groups.of_state[state]), only)
        for place, of in sides.items():
            named = f"both {in_words(place)}s" if len(of) == 2 else f"{next(iter(of))} {in_words(place)}"
            assert named in label
        checked += 1
        if checked == 60:
            break
    assert checked == 60
