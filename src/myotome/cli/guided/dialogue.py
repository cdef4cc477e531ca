"""The course of a guided examination: ask, check, save, and ask the next best question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from myotome.cli.guided.questions import GuidedQuestion, opening_questions, question_of_test
from myotome.cli.process.endings import problems_of
from myotome.cli.process.targets import refusing
from myotome.errors import InputError, Problem, UnknownNameError
from myotome.exam import Case, write_case
from myotome.printing import printable

if TYPE_CHECKING:
    from myotome.explain import Explanation

__all__ = ["COMMANDS", "Dialogue", "Progress"]

#: What may be typed instead of an answer.
COMMANDS = "? = not tested, b = back, w = what we know, s = save, q = save and stop"


_NOTHING = "Nothing was answered: there is no test to propose."
_WHOLE_EXAMINATION, _IN_A_HURRY = 15, 5  # tests at most; the second under a red flag
_PROPOSED = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known so far, and which questions have been answered or passed over."""

    case: Case
    passed: frozenset[str] = frozenset()


class Dialogue:
    """A guided examination on standard input and output.

    Parameters
    ----------
    start : Progress
        A new case, or one read from a file with its first questions passed.
    out : Path or None
        The file, written whole after every answer; None names it after the case.
    saved : Case or None
        What the file holds already: it is left alone, comments and all, until something changes.
    """

    def __init__(self, start: Progress, out: Path | None, saved: Case | None = None) -> None:
        self.progress, self.out = start, out
        self._on_file, self._written = saved, False
        self._past: list[Progress] = []
        self._explained: tuple[Case, Explanation] | None = None
        self._warned: tuple[str, ...] = ()
        self._opening = set(start.passed)
        self._ended = _NOTHING

    def run(self) -> Explanation | None:
        """Ask until there is nothing left to ask, or until asked to stop; the answer, where anything was found."""
        print(COMMANDS)
        while (question := self._next_question()) is not None:
            if not self._turn(question):
                break
        else:
            print(self._ended)
        self._save()
        print(self._told_of_file("Nothing was found, so nothing is saved."))
        return self._answer()

    def _next_question(self) -> GuidedQuestion | None:
        case, passed = self.progress.case, self.progress.passed
        opening = (one for one in opening_questions(case, _suggested_id(self.out)) if one.id not in passed)
        if (first := next(opening, None)) is not None:
            self._opening.add(first.id)
            return first
        return self._next_test()

    def _next_test(self) -> GuidedQuestion | None:
        """The best test left, while one is expected to tell something; else None, and the reason is kept."""
        from myotome.report import worth_testing

        answer, passed = self._answer(with_next_tests=True), self.progress.passed
        if answer is None:
            return None
        put = len(passed - self._opening)
        if put >= (_IN_A_HURRY if answer.red_flag.urgent else _WHOLE_EXAMINATION):
            self._ended = f"These were {put} tests, as many as one visit takes; `--out FILE` goes on from here."
            return None
        tests, self._ended = worth_testing(answer, passed)
        return question_of_test(tests[0]) if tests else None

    def _answer(self, with_next_tests: bool = False) -> Explanation | None:
        """Explain what is known; computed once for each state of the case, the next tests only when they are needed."""
        case = self.progress.case
        if not case.findings:
            return None
        known = self._explained
        if known is None or known[0] != case or (with_next_tests and not known[1].next_tests):
            from myotome.explain import explain

            self._explained = (case, explain(case, with_next_tests=with_next_tests, test_count=_PROPOSED))
            self._warn(self._explained[1])
        return self._explained[1] if self._explained else None

    def _warn(self, answer: Explanation) -> None:
        """Show a red flag as soon as it comes up, and again when it asks for something else."""
        actions = answer.red_flag.main_actions if answer.red_flag.urgent else ()
        if actions and actions != self._warned:
            from myotome.report import print_sections, red_flag_section

            print_sections([red_flag_section(answer)])
        self._warned = actions

    def _turn(self, question: GuidedQuestion) -> bool:
        """Ask once and act on the answer; False to stop."""
        text = _typed(question)
        if text is None or text.lower() == "q":
            return False
        match text.lower() if text.lower() in {"?", "b", "s", "w"} else text or question.default:
            case "?":
                self._step(replace(self.progress, passed=self.progress.passed | {question.id}))
            case "b":
                self._back()
            case "s":
                self._save()
                print(self._told_of_file("There is nothing to save yet."))
            case "w":
                self._show()
            case "":
                print(f"  Allowed: {question.hint}; {COMMANDS}.")
            case answer:
                self._take(question, answer)
        return True

    def _take(self, question: GuidedQuestion, text: str) -> None:
        try:
            case = question.answered(self.progress.case, text)
            self._check_file(question, case)
        except (InputError, UnknownNameError) as error:
            _refuse(problems_of(error), question.hint)
        else:
            self._step(Progress(case, self.progress.passed | {question.id}))
            self._answer()

    def _check_file(self, question: GuidedQuestion, case: Case) -> None:
        """Never write over the file of another case."""
        if question.id != "id" or self.out is not None:
            return
        path = Path(f"{case.id}.yaml")
        if path.exists():
            message = f"There is a file {path} already. Choose another id, or resume it with --out {path}."
            raise InputError([Problem(str(path), None, case.id, "an id that names no file yet", (), message)])

    def _step(self, progress: Progress) -> None:
        self._past.append(self.progress)
        self.progress = progress
        self._save()

    def _back(self) -> None:
        if not self._past:
            print("  This is the first question.")
            return
        self.progress = self._past.pop()
        self._save()

    def _save(self) -> None:
        """Write the file whole where the case has changed; without findings there is no file yet, or none again."""
        case = self.progress.case
        if self.out is None and "id" in self.progress.passed:
            self.out = Path(f"{case.id}.yaml")
        unchanged = not case.findings if self._on_file is None else case == self._on_file
        if self.out is None or unchanged:
            return
        with refusing("--out", self.out):
            if case.findings:
                write_case(case, self.out)
            else:
                self.out.unlink(missing_ok=True)
        self._on_file, self._written = case if case.findings else None, True

    def _told_of_file(self, without: str) -> str:
        """Say what became of the file; `without` where there is none for want of findings."""
        if not self.progress.case.findings:
            return without
        file = printable(str(self.out))
        return f"Saved in {file}." if self._written else f"Nothing has changed: {file} is as it was."

    def _show(self) -> None:
        for finding in self.progress.case.findings:
            print(f"  - {finding.label}")
        answer = self._answer()
        if answer is None:
            print("  Nothing is known yet.")
            return
        from myotome.report import explanation_document, print_document

        print_document(explanation_document(replace(answer, next_tests=())))


def _suggested_id(out: Path | None) -> str:
    """An id that may be taken as it is: from the name of the file, or the first that names no file yet."""
    if out is not None:
        return "-".join(re.findall(r"[a-z0-9]+", out.stem.lower())) or "case"
    numbered = (f"case-{number}" for number in count(1))
    return next(name for name in numbered if not Path(f"{name}.yaml").exists())


def _typed(question: GuidedQuestion) -> str | None:
    """Return the line typed; None where the input ends or is interrupted."""
    default = f" [{question.default}]" if question.default else ""
    try:
        return input(f"{question.prompt} ({question.hint}){default}: ").strip()
    except (EOFError, KeyboardInterrupt):
        print()
        return None


def _refuse(problems: Iterable[Problem], hint: str) -> None:
    """Say what is wrong with an answer and what is allowed."""
    for problem in problems:
        near = f" Nearest: {', '.join(problem.nearest)}." if problem.nearest else ""
        print(f"  {problem.message}{near}")
    print(f"  Allowed: {hint}.")
