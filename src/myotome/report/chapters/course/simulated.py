"""The chapter of the likely course: whom it covers, charts and numbers by treatment, and what each changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from myotome.answer import Answer
from myotome.care import Plan, arm_in_words
from myotome.forecast import ArmForecast, Band, Difference, Forecast, access_of_setting, setting_of_case
from myotome.patient import CourseMix, limits, spine_part
from myotome.report.chapters.course.published import published_blocks
from myotome.report.document.parts import Block, Cell, Section, TableOf, cell, cited, paragraph
from myotome.report.figures.fan_chart import PAINS
from myotome.report.words.guidelines import ADVISED_AGAINST
from myotome.report.words.probabilities import capitalised, percent

__all__ = [
    "ForecastChapter",
    "about_course",
    "change_table",
    "course_chapter",
    "course_of",
    "here",
    "no_course",
]

_ARMS = 6
_MANY_OPERATED = "spine_clinic"
#: Pain of the root and of the spine, by where the disc lies.
_PAINS = {"cervical": ("arm pain", "neck pain"), "thoracic": ("pain around the trunk", "back pain")}
_SURE = 0.995
_EMERGENCY = (
    "This forecast covers pain, strength and operations, not bladder, bowel or walking, and is no reason to wait. "
    "Where cauda equina syndrome is present already, every course includes an emergency operation."
)
_OF_CORD = (
    "The spinal cord is compressed. Hands, gait and bladder are not forecast, only the risk that the cord gets worse; "
    "`recovered` refers to pain alone."
)
_THORACIC = "There is almost no evidence on thoracic discs: the numbers are those of the lumbar spine."
_COMPARED = (("leg_pain_nrs", "leg pain", 1), ("odi", "disability", 1), ("recovered_perceived", "recovered, of 100", 0))
_KINDS = {
    "randomised": "randomised trials",
    "observational": "observation without randomisation",
    "model only": "the model alone: no trial was found",
}


@dataclass(frozen=True, slots=True)
class ForecastChapter:
    """A forecast and whom it is about.

    Attributes
    ----------
    covered : float
        Probability that a herniation is the cause at all; 0 to 1.
    region : str
        `lumbar`, `thoracic` or `cervical`: where the most likely disc lies.
    emergency : bool
        Whether a red flag asks for action on the same day.
    names : mapping
        Arm to how the treatment is called; others by their own name.
    setting : str or None
        Where the patient is seen.
    """

    forecast: Forecast
    covered: float = 1.0
    region: str = "lumbar"
    emergency: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    setting: str | None = None

    def name(self, arm: str) -> str:
        """How the treatment of an arm is called."""
        return capitalised(self.names.get(arm) or arm_in_words(arm, self.region))

    @property
    def pains(self) -> tuple[str, str]:
        """What the pain of the root and that of the spine are called."""
        return _PAINS.get(self.region, PAINS)

    def only(self, *arms: str) -> ForecastChapter:
        """The same course with these arms alone."""
        return replace(self, forecast=replace(self.forecast, arms={name: self.forecast.arms[name] for name in arms}))


def course_of(answer: Answer) -> ForecastChapter | None:
    """Course under the options that are worth a chart: waiting first, those advised against left out."""
    plan, forecast = answer.plan, answer.plan.forecast.course
    if forecast is None:
        return None
    wanted = [one.arm for one in plan.treatments if one.arm in forecast.arms and one.stance not in ADVISED_AGAINST]
    arms = list(dict.fromkeys([next(iter(forecast.arms)), *wanted]))[:_ARMS]
    disc = answer.explanation.discs[0].disc if answer.explanation.discs else "L4-L5"
    whole = ForecastChapter(
        forecast,
        plan.forecast.covered,
        spine_part(disc),
        answer.explanation.red_flag.urgent,
        _names(plan),
        answer.case.setting,
    )
    return whole.only(*arms)


def _names(plan: Plan) -> dict[str, str]:
    """Wording of the first option of each arm."""
    return {one.arm: one.wording for one in reversed(plan.treatments) if one.arm}


def here(course: ForecastChapter, text: str) -> str:
    """Name the pains by where the disc lies."""
    for usual, local in zip(PAINS, course.pains, strict=True):
        text = text.replace(usual, local)
    return text


def course_chapter(answer: Answer) -> Section:
    """The likely course under each treatment, as charts and in numbers; or why there is none."""
    course, others = course_of(answer), answer.plan.forecast.others
    if course is None:
        return no_course(answer.plan.forecast.reason, others)
    blocks = (*about_course(course), _outlook_table(course), *change_table(course), *published_blocks(others))
    return Section("course", "The likely course", blocks)


def no_course(reason: str, others: CourseMix) -> Section:
    """Why nothing is simulated, and what is published of the likely causes."""
    why = "No course is simulated" if others.courses else "No forecast is shown"
    return Section("course", "The likely course", (paragraph(f"{why}: {reason}."), *published_blocks(others)))


def about_course(course: ForecastChapter) -> Iterator[Block]:
    """Whom and what the forecast covers, before any number."""
    if course.emergency:
        yield paragraph(cited(_EMERGENCY, strong=True))
    if any(float(arm.events["cord_worse"][-1]) > 0.0 for arm in course.forecast.arms.values()):
        yield paragraph(cited(_OF_CORD, strong=True))
    if course.region == "thoracic":
        yield paragraph(_THORACIC)
    doubt = (
        ""
        if course.covered >= _SURE
        else (f"This is the course if a herniated disc is the cause (probability {percent(course.covered)}). ")
    )
    number = f"{course.forecast.options.futures:,} simulated courses of this person under each treatment"
    text = f"{doubt}{number}: the spread comes from chance and from what the model does not know."
    yield paragraph(cited(text, course.forecast.sources()), f" {_stands_for(course.setting)}")


def _stands_for(setting: str | None) -> str:
    """Which patients the course is that of: how many are operated on, and so their pain, depends on where they are."""
    access, elsewhere = access_of_setting(), setting_of_case(_MANY_OPERATED)
    rarer = access[setting_of_case(setting)] < access[elsewhere]
    compared = f"in a {_MANY_OPERATED.replace('_', ' ')} more" if rarer else "in primary care and physiotherapy fewer"
    seen = setting.replace("_", " ") if setting else "a hospital, as none is given"
    without_plan = f"{compared} are operated on without a plan, and pain differs with that"
    return f"As in patients of this setting ({seen}); {without_plan}."


def _compared_weeks(arm: ArmForecast) -> tuple[int, ...]:
    """Weeks of the tables, as far as the forecast reaches; else its last."""
    return tuple(week for week in limits("forecast")["compared_weeks"] if week in arm.weeks) or (arm.weeks[-1],)


def _outlook_table(course: ForecastChapter) -> TableOf:
    arms = course.forecast.arms
    weeks = _compared_weeks(next(iter(arms.values())))
    rows = tuple((cell(course.name(name)), *_outlook_cells(arm, weeks)) for name, arm in arms.items())
    title = f"At {_and(weeks)}: median [middle half] of pain and disability, share recovered and operated on"
    head = ("treatment", f"{course.pains[0]}, 0-10", "disability, 0-100", "recovered", "operated on")
    return TableOf(title, head, rows, (2.6, 1.6, 1.6, 1, 1), frozenset(range(1, len(head))))


def _and(weeks: Sequence[int]) -> str:
    return " and ".join(f"week {week}" for week in weeks)


def _outlook_cells(arm: ArmForecast, weeks: Sequence[int]) -> Iterator[Cell]:
    places = [arm.weeks.index(week) for week in weeks]
    for outcome, digits in (("leg_pain_nrs", 1), ("odi", 0)):
        yield cell("; ".join(_middle(arm.outcomes[outcome], place, digits) for place in places))
    for event in ("recovered_perceived", "operated"):
        yield cell("; ".join(percent(float(arm.events[event][place])) for place in places))


def _middle(band: Band, place: int, digits: int) -> str:
    _, low, middle, high, _ = (f"{value:.{digits}f}" for value in band.quantiles[:, place])
    return f"{middle} [{low}-{high}]"


def change_table(course: ForecastChapter) -> Iterator[Block]:
    """What each treatment changes against the first, and what kind of evidence that rests on."""
    changes = {(one.arm, one.outcome, one.week): one for one in course.forecast.differences}
    against = next((one.against for one in course.forecast.differences), "")
    arms = [name for name in course.forecast.arms if any(arm == name for arm, *_ in changes)]
    if not arms:
        return
    weeks = _compared_weeks(course.forecast.arms[arms[0]])
    rows = tuple((cell(course.name(arm)), *_change_cells(changes, arm, weeks), _evidence(course, arm)) for arm in arms)
    head = ("treatment", *(here(course, label) for _, label, _ in _COMPARED), "evidence")
    title = (
        f"Mean change against {against.replace('_', ' ')} at {_and(weeks)} (95 % interval from the uncertainty of the "
        "model's parameters)"
    )
    yield TableOf(title, head, rows, (2.2, 2, 2, 2, 2), frozenset({1, 2, 3}))


def _change_cells(changes: Mapping[tuple[str, str, int], Difference], arm: str, weeks: Sequence[int]) -> Iterator[Cell]:
    for outcome, _, digits in _COMPARED:
        scale = 100.0 if outcome == "recovered_perceived" else 1.0
        known = [changes[arm, outcome, week] for week in weeks if (arm, outcome, week) in changes]
        yield cell("; ".join(_changed(one, scale, digits) for one in known) or "not forecast")


def _changed(difference: Difference, scale: float, digits: int) -> str:
    mean, low, high = (_signed(scale * value, digits) for value in (difference.mean, difference.low, difference.high))
    return f"{mean} ({low} to {high})"


def _signed(value: float, digits: int) -> str:
    """Number with its sign; what rounds to nothing has none."""
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0.0 else text


def _evidence(course: ForecastChapter, arm: str) -> Cell:
    """Kind of study behind a change; of another part of the spine it is indirect."""
    entry = course.forecast.evidence[arm]
    elsewhere = [part for part in entry["studied_in"] if part != course.region]
    indirect = f", of the {' and '.join(elsewhere)} spine: indirect here" if elsewhere else ""
    keys = tuple(dict.fromkeys(edge["source"] for edge in entry["edges"]))
    return (cited(f"{_KINDS[str(entry['kind'])]}{indirect}", keys),)
