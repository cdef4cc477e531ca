"""One patient, computed once and on demand: everything that care, the answer and the commands read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from myotome.exam import Case
from myotome.explain import Explanation, Posterior, Territory, add_next_tests, explain, posterior_of, territory, world
from myotome.patient.circumstances import Circumstances, circumstances
from myotome.patient.forecast_start import CaseStart, case_start

if TYPE_CHECKING:
    from myotome.forecast import Difference, WhatIf
    from myotome.load import Impairment, LoadAnswer, Person
    from myotome.patient.case_forecast import CaseForecast

__all__ = ["Assessment"]


@dataclass(frozen=True, eq=False)
class Assessment:
    """One patient. Each part is computed when it is first asked for, and kept.

    Attributes
    ----------
    given : Case
        As read; a known answer in it is never used.
    seed : int
        Of the random numbers of the forecast: 0 or more.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> patient = Assessment(case_from_mapping({
    ...     "id": "example", "demographics": {"age": 44, "sex": "male"},
    ...     "findings": [{"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3},
    ...                  {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"}]}))
    >>> patient.forecast_start.region
    'lumbar'
    """

    given: Case
    seed: int = 0

    @cached_property
    def case(self) -> Case:
        """The patient, without a known answer."""
        return self.given.without_truth()

    @cached_property
    def posterior(self) -> Posterior:
        """Over all states, given the findings: computed once."""
        return posterior_of(self.case)

    @cached_property
    def conclusions(self) -> Explanation:
        """The explanation before the next tests are looked for: enough for a forecast or a load, and quicker."""
        return explain(self.case, with_next_tests=False, posterior=self.posterior)

    @cached_property
    def explanation(self) -> Explanation:
        """What explains the findings, with the next tests."""
        return add_next_tests(self.conclusions, self.case, self.posterior)

    @cached_property
    def circumstances(self) -> Circumstances:
        """What a plan must know of the patient."""
        return circumstances(self.case, self.conclusions, self.posterior)

    @cached_property
    def territory(self) -> Territory | None:
        """What the leading explanation takes from skin and muscles; None where it damages no fibres."""
        return territory(self.conclusions, self.posterior, world())

    @cached_property
    def body(self) -> Person:
        """The body as mechanics sees it; an `InputError` where the model does not hold for such a person."""
        from myotome.patient.body import body_of

        return body_of(self.case)

    @cached_property
    def impairment(self) -> Impairment:
        """Roots lost by the posterior, trunk muscles found weak, and palpable spasm."""
        from myotome.patient.mechanics import impairment_of

        return impairment_of(self.circumstances)

    @cached_property
    def forecast_start(self) -> CaseStart:
        """Where the forecast starts, and whether there is one."""
        return case_start(self.circumstances, self.conclusions)

    def forecast(
        self,
        treatments: Sequence[str] | None = None,
        *,
        weeks: int | None = None,
        futures: int | None = None,
        muscles: int | None = None,
        weekly: bool = False,
    ) -> CaseForecast:
        """What is to be expected under each treatment? See `ForecastRequest` for the parameters."""
        from myotome.patient.case_forecast import ForecastRequest, case_forecast

        request = ForecastRequest(treatments, weeks, futures, self.seed, muscles, weekly)
        return case_forecast(self.case, self.forecast_start, request)

    def what_if(self, treatment: str | None = None) -> WhatIf:
        """Which number and which treatment matters most?"""
        from myotome.patient.case_forecast import what_matters

        return what_matters(self.forecast_start, treatment)

    def loop(self, treatment: str | None = None, weeks: int | None = None) -> tuple[Difference, ...]:
        """What does the pressure of spasm do, against the same futures without it?"""
        from myotome.patient.case_forecast import ForecastRequest, loop_of

        request = ForecastRequest(None if treatment is None else [treatment], weeks, seed=self.seed)
        return loop_of(self.case, self.forecast_start, request)

    def load(
        self,
        task: str = "standing",
        options: Mapping[str, float | str] | None = None,
        *,
        person: Person | None = None,
        impairment: Impairment | None = None,
        draws: int | None = None,
    ) -> LoadAnswer:
        """What does a task do to this patient's spine?

        Parameters
        ----------
        task : str
            A task or an exercise of `task_table`.
        options : mapping or None
            Of the task.
        person : Person or None
            Another body than that of the case.
        impairment : Impairment or None
            Another impairment than that of the case.
        draws : int or None
            People drawn for the intervals; None for the usual number.

        Raises
        ------
        InputError, UnknownNameError
            The model does not hold for such a person, or a task or an option is wrong.
        """
        from myotome.load import load_answer

        drawn: dict[str, Any] = {} if draws is None else {"draws": draws}
        return load_answer(task, person or self.body, options, impairment or self.impairment, **drawn)
