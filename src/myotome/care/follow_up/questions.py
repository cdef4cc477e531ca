"""Questions to put to whoever made the diagnosis, made from the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myotome.care.follow_up.wiring_questions import Question, of_images, of_untested
from myotome.exam import (
    FEELINGS,
    HERNIATION_TYPES,
    Case,
    Emg,
    Imaging,
    Ncs,
    joined,
    plain_finding,
    plain_muscle,
    sided,
    vocabulary,
    words,
)
from myotome.explain import Evidence, Explanation, MuscleNecessity, NextTest
from myotome.language import first_sentence, listed, message, verbatim, worded
from myotome.patient import cause_group, limit, names_of
from myotome.units import figure, percent

__all__ = ["Question", "questions"]

_AGAINST = -0.2
_MANY = 2
_LIKELY = 0.05
_NEEDED = 0.5
_TELLING_BITS = 0.02
_SILENT = "not mentioned: "
_NEEDLE, _CONDUCTION, _SKIN = "needle EMG, ", "nerve conduction, ", "dermatome "
_SIDES = {"left": message("left"), "right": message("right"), "bilateral": message("both sides")}

_OF_VERDICT = {
    "proven": (
        "What would have shown that the disc is not to blame, and was it looked for?",
        "a claim that nothing could disprove is not proven",
        message("How sure is it that the disc is the cause, and what else was ruled out?"),
    ),
    "probable": (
        "What was verified, and how: the herniation on an image, its contact with the root, the loss by EMG?",
        "a probable disc is not yet a proven one",
        message("What has been confirmed by a scan or a nerve test, and what is only likely?"),
    ),
    "possible": (
        "If a disc is held to be the cause: what makes it more likely than the other explanations that fit as well?",
        "other causes need other treatment",
        message("What else could it be besides the disc?"),
    ),
    "unproven": (
        "Is a disc held to be the cause? If so: which finding requires it?",
        "nothing found so far requires a disc lesion",
        message("If a disc is said to be the cause: what shows it?"),
    ),
    "contradicted": (
        "A disc is seen on the image, but these findings do not run through it. Which muscle, reflex or area of skin "
        "links the two?",
        "treating a disc that is not the cause helps nobody",
        message("The scan shows a disc. How do you know that it causes what I feel?"),
    ),
    "cannot tell": (
        "Which test was meant to settle the cause, and what did it show?",
        "the findings do not settle it",
        message("Which test would show what the cause is?"),
    ),
}


def _verdict(explanation: Explanation) -> Question:
    text, why, plain = _OF_VERDICT[explanation.disc_to_blame.verdict]
    return Question(text, "verified", why, plain)


def _disc_in_question(case: Case, explanation: Explanation) -> bool:
    """Is the spine likely, or a disc named on an image or held to matter? Else nobody asks about a disc."""
    if explanation.disc_to_blame.verdict != "unproven":
        return True
    if any(isinstance(one, Imaging) and one.present and one.finding in HERNIATION_TYPES for one in case.findings):
        return True
    likely = (one for one in explanation.causes if one.probability >= limit("limit", "in_play"))
    spinal = cause_group("spine_asked_about")
    return any(spinal & names_of(name) for one in likely for name in one.conditions)


def _verified(case: Case, explanation: Explanation) -> Iterator[Question]:
    """Ask for the confirmation that is missing."""
    kinds = {type(one) for one in case.findings}
    lead = explanation.causes[0].label if explanation.causes else "the cause"
    if not kinds & {Imaging, Emg, Ncs}:
        yield Question(
            f"Neither image nor electrodiagnosis is on record: on what does the diagnosis of {lead} rest?",
            "verified",
            "findings at the bedside alone leave other causes open",
            message("Has the cause been confirmed by a scan or a nerve test?"),
        )


def _disprove(explanation: Explanation) -> Iterator[Question]:
    """Ask for the tests that would turn the answer."""
    telling = [
        one
        for one in explanation.next_tests
        if one.if_abnormal != one.if_normal and one.information_bits >= _TELLING_BITS
    ]
    for test in telling[:_MANY]:
        asked = test.id.startswith("history_")
        yes, no, done = ("yes", "no", "asked") if asked else ("abnormal", "normal", "done")
        what = test.label.removeprefix("ask: ")
        seen = _seen_as(test) or _test_plainly(test)
        yield Question(
            f"What would disprove it: {what}. Was it {done}? If {yes}, more likely: {test.if_abnormal}; if {no}: "
            f"{test.if_normal}.",
            "disprove",
            f"its expected information is {test.information_bits:.2f} bit",
            message("Was this examined: {what}?", what=seen),
        )


def _seen_as(test: NextTest) -> str:
    """What a sign looks like, for people who do not know its name; empty for what is no sign."""
    name = test.id.removeprefix("sign_")
    side = next((side for side in _SIDES if name.endswith(f"_{side}")), "")
    entry = vocabulary().signs.get(name.removesuffix(f"_{side}")) if test.id.startswith("sign_") else None
    if entry is None or not entry.positive:
        return ""
    look = first_sentence(entry.positive)
    return message("{what} ({where})", what=look, where=_SIDES[side]) if side else look


def _test_plainly(test: NextTest) -> str:
    """A test as it is called, with its side."""
    name = test.label.removeprefix("ask: ")
    for side in _SIDES.values():
        if name.endswith(end := f" ({side})"):
            return message("{what} ({where})", what=_called(name.removesuffix(end)), where=side)
    return _called(name)


def _called(test: str) -> str:
    """A test with the names of muscles, skin and nerves in it."""
    what, _, detail = test.rpartition(", ")
    if detail == "strength":
        return message("{what}, strength", what=what)
    if test.startswith(_NEEDLE):
        return message("needle EMG, {muscle}", muscle=test.removeprefix(_NEEDLE))
    if test.startswith(_CONDUCTION):
        return message("nerve conduction, {nerve}, {kind}", nerve=what.removeprefix(_CONDUCTION), kind=detail)
    if detail in FEELINGS:
        root = what.removeprefix(_SKIN)
        where = what if root == what else message("dermatome {root}", root=verbatim(root))
        return message("{where}, {feeling}", where=where, feeling=detail)
    return test


def _against(case: Case, explanation: Explanation) -> Iterator[Question]:
    """Ask how findings that speak against the leading explanation are explained."""
    against = sorted((one for one in explanation.evidence if one.weight <= _AGAINST), key=lambda one: one.weight)
    for item in against[:_MANY]:
        times = 10.0 ** abs(item.weight)
        yield Question(
            f"How is this explained: {item.label}? It makes {item.against} {figure(times, 2)} times more likely, "
            "relative to the leading explanation.",
            "against",
            "a diagnosis must account for the findings against it",
            message("How does this fit your diagnosis: {finding}?", finding=_plainly(item, case)),
        )


def _plainly(item: Evidence, case: Case) -> str:
    """A finding as a patient reads it; of what is only part of one, other languages say the whole."""
    found = next((one for one in case.findings if one.index == item.finding), None)
    if found is not None:
        said = plain_finding(found)
        return said if found.label == item.label else worded(item.label.replace("bilateral ", "left and right "), said)
    topic = item.label.removeprefix(_SILENT)
    return item.label if topic == item.label else message("not mentioned: {what}", what=topic)


def _necessity(explanation: Explanation) -> Iterator[Question]:
    """Ask of muscles whose weakness a disc explains only in part, listed together by their chief lesion."""
    partly: dict[str, list[MuscleNecessity]] = {}
    for one in explanation.muscles:
        if _LIKELY <= one.by_disc < _NEEDED and one.lesions:
            partly.setdefault(one.lesions[0][0], []).append(one)
    for lesion, muscles in partly.items():
        names = joined(*dict.fromkeys(_named(one) for one in muscles))
        most = max(one.by_disc for one in muscles)
        yield Question(
            f"{names}: a disc is needed for this weakness with a probability of at most {percent(most)}. What speaks "
            f"against: {lesion}?",
            "muscle",
            "an operation on a disc restores only what the disc took",
            message("Is the weakness of my {muscles} really from the disc?", muscles=_muscles_plainly(muscles)),
        )


def _muscles_plainly(muscles: Sequence[MuscleNecessity]) -> str:
    return listed(dict.fromkeys(plain_muscle(one.muscle, one.side) for one in muscles))


def _named(muscle: MuscleNecessity) -> str:
    return sided(words(muscle.muscle, "muscles", "muscle_groups", "movements"), muscle.side)


def questions(case: Case, explanation: Explanation) -> tuple[Question, ...]:
    """What should whoever made the diagnosis be asked?

    Parameters
    ----------
    case : Case
        Which muscle, which level, what was verified.
    explanation : Explanation
        The verdict, the weights and the next tests.

    Returns
    -------
    tuple of Question
        About the verdict first, where the spine is likely or a disc was named; then images, muscles, what speaks
        against, what would disprove it. Each once.
    """
    made = [
        *([_verdict(explanation)] if _disc_in_question(case, explanation) else []),
        *_verified(case, explanation),
        *of_images(case),
        *of_untested(case),
        *_necessity(explanation),
        *_against(case, explanation),
        *_disprove(explanation),
    ]
    return tuple({one.text: one for one in made}.values())
