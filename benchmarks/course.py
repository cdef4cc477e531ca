"""A million people over two years, one person's futures, and Starsim on a much smaller model beside ours."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import Any

from benchmarks.timing import in_words, median_seconds, print_table
from myotome.forecast import ForecastOptions, PersonNow, PossibleHerniation, arm_of, forecast, person_start, run_course
from myotome.forecast.cohorts.run import PART, parts_of
from myotome.forecast.cohorts.specification import specification_from_mapping
from myotome.forecast.course import Settings
from myotome.forecast.parameter_sets import posterior

__all__ = ["run"]

PEOPLE = 1_000_000
WEEKS = 104
RUNS = 5
ARMS = ("no_surgery", "watchful_waiting", "core_stabilisation", "discectomy_early")
RECORD = (0, 13, 26, 52, 104)


def _million() -> Callable[[], None]:
    start = specification_from_mapping({"arms": {"usual": {"treatments": ["watchful_waiting"]}}}).start
    sets, settings, arm = posterior(), Settings(WEEKS, RECORD), arm_of("watchful_waiting")

    def whole() -> None:
        for part in parts_of(PEOPLE):
            run_course(start, arm, sets, part.people, settings, part.first)

    return whole


def _person() -> Callable[[], Any]:
    disc = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.65, {"extrusion": 1.0})
    start = person_start([disc], PersonNow(age=44, sex="male", leg_pain=7.0, duration_weeks=6.0))
    arms = [arm_of(name) for name in ARMS]
    return lambda: forecast(start, arms, ForecastOptions(WEEKS, 10_000))


def _starsim() -> Callable[[], Any] | None:
    """Three states (ill, recovered, operated) with a weekly coin for each way out, as Starsim does it."""
    try:
        import starsim as ss
    except ImportError:
        return None

    class Sciatica(ss.Disease):
        def __init__(self) -> None:
            super().__init__()
            self.define_states(
                ss.BoolState("ill", default=True), ss.BoolState("recovered"), ss.BoolState("operated"), reset=True
            )
            self.recover, self.operate = ss.bernoulli(p=0.03), ss.bernoulli(p=0.005)

        def step_state(self) -> None:
            better = self.recover.filter(self.ill.uids)
            self.ill[better], self.recovered[better] = False, True
            taken = self.operate.filter(self.ill.uids)
            self.ill[taken], self.operated[taken] = False, True

        def step(self) -> None:
            return

    def whole() -> None:
        ss.Sim(
            n_agents=PEOPLE, diseases=Sciatica(), start="2000-01-01", dur=ss.weeks(WEEKS), dt=ss.weeks(1), verbose=0
        ).run()

    return whole


def _peak_bytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def run() -> None:
    before = _peak_bytes()
    million, person = _million(), _person()
    ours = median_seconds(million, RUNS)
    after = _peak_bytes()
    rows = [
        (f"{PEOPLE} people x {WEEKS} weeks, one arm", in_words(ours), f"{ours / PEOPLE / WEEKS * 1e9:.1f}"),
        (f"one person, 10000 futures x {len(ARMS)} treatments", in_words(median_seconds(person, 2 * RUNS)), ""),
    ]
    starsim = _starsim()
    if starsim is not None:
        theirs = median_seconds(starsim, 3)
        rows.append(("Starsim, three states, as many", in_words(theirs), f"{theirs / PEOPLE / WEEKS * 1e9:.1f}"))
        rows.append(("ratio Starsim / Myotome", f"{theirs / ours:.1f}", ""))
    print_table(f"Course: median of warm runs, in parts of {PART}", ("what", "time", "ns a person and week"), rows)
    print(f"memory: {(after - before) / 1e9:.2f} GB above the interpreter with the package loaded")
    if starsim is None:
        print("Starsim is not installed: the extra `bench` has it")


if __name__ == "__main__":
    run()
