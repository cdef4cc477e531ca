"""What the loop from spasm through disc pressure does in one person: the same futures with it and without."""

from __future__ import annotations

from dataclasses import replace

from myotome.forecast.course import Settings, record_of, run_course
from myotome.forecast.forecast_result import Difference, ForecastOptions
from myotome.forecast.parameter_sets import ParameterSets, posterior
from myotome.forecast.persons.people import Start
from myotome.forecast.spasm_pressure import no_loop
from myotome.forecast.summary.differences import differences
from myotome.forecast.treatment_effects import Arm

__all__ = ["loop_effect"]

_COMPARED = ("leg_pain_nrs", "back_pain_nrs", "odi", "herniation_size", "spasm")
_WEEKS = (26, 52, 104)
_WITHOUT = "no_loop"


def loop_effect(
    start: Start, arm: Arm, options: ForecastOptions | None = None, sets: ParameterSets | None = None
) -> tuple[Difference, ...]:
    """How much more pain, disability and events are there with the pressure of spasm than without?

    Parameters
    ----------
    start : Start
        The person.
    arm : Arm
        The treatment.
    options : ForecastOptions or None
        How far, how many futures, and the pressure under spasm of this person.
    sets : ParameterSets or None
        None for the sample left by the fit.

    Returns
    -------
    tuple of Difference
        With the loop less without it. How strongly muscles in spasm are active is judged, and no trial opened the loop:
        the interval holds what the parameters leave open, not whether the loop is as the model has it.

    Examples
    --------
    >>> from myotome.forecast import PersonNow, PossibleHerniation, arm_of, person_start
    >>> disc = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.6, {"extrusion": 1.0})
    >>> found = loop_effect(person_start([disc], PersonNow()), arm_of("no_surgery"), ForecastOptions(26, 640))
    >>> found[0].against
    'no_loop'
    """
    options, sets = options or ForecastOptions(), sets or posterior()
    weeks = [week for week in _WEEKS if week <= options.weeks] or [options.weeks]
    settings = Settings(options.weeks, record_of((*weeks, options.weeks)), options.seed, options.pressure)
    looped, cut = (
        run_course(start, arm, sets, options.futures, used)
        for used in (settings, replace(settings, pressure=no_loop()))
    )
    found = differences(looped, cut, weeks, _COMPARED, len(sets))
    return tuple(replace(one, against=_WITHOUT) for one in found)
