"""The pages of the quiz: the library of patients, and one patient step by step. Nothing is kept but in the form."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from myotome.exam import Case
from myotome.web.answer.computing import Answers
from myotome.web.examination.examination import Given, examination_of
from myotome.web.layout import laid_out
from myotome.web.patients.bound import Kept
from myotome.web.patients.fields import field
from myotome.web.server.bodies import given_of
from myotome.web.teaching.library import lesson_of, lessons, patient_words
from myotome.web.teaching.quiz import Quiz, enough_findings
from myotome.web.teaching.rounds import Round, past_in, past_text, seen_in

__all__ = ["QuizPages"]

_FEW = "Its findings are too few: a quiz needs some that are known at first, and one more at least that appears later."


@dataclass(frozen=True, slots=True)
class QuizPages:
    """Pages of the quiz.

    Attributes
    ----------
    answers : Answers
        What answers a case.
    kept : bool
        Whether patients are kept at all.
    """

    answers: Answers
    kept: bool

    def routes(self) -> APIRouter:
        """What is asked under which address."""
        made = APIRouter(include_in_schema=False)
        made.add_api_route("/quiz", self.library, methods=["GET"])
        made.add_api_route("/quiz", self.step, methods=["POST"])
        made.add_api_route("/quiz/{number}", self.begun, methods=["GET"])
        return made

    async def library(self) -> Response:
        """Patients to choose from."""
        return HTMLResponse(await run_in_threadpool(self._laid_out, "teaching/cases.html", lessons=lessons()))

    async def begun(self, number: str) -> Response:
        """The first round of a patient of the library."""
        return await run_in_threadpool(self._step, {"quiz_number": [number]})

    async def step(self, request: Request) -> Response:
        """The next step of a quiz, or the first of the examination that a form holds."""
        return await run_in_threadpool(self._step, await given_of(request))

    def _step(self, given: Given) -> Response:
        lesson = lesson_of(field(given, "quiz_number"))
        if lesson is None and not field(given, "case"):
            return self._refused("Not found", "There is no such patient.", 404)
        case, text = (lesson.case, "") if lesson else self._posted(given)
        if not enough_findings(case):
            return self._refused("No quiz of this case", _FEW, 422)
        quiz = Quiz(case, seen_in(field(given, "quiz_seen"), case), self.answers)
        return HTMLResponse(self._shown(quiz, given, text))

    def _posted(self, given: Given) -> tuple[Case, str]:
        examination = examination_of(given)
        return examination.case, examination.text

    def _refused(self, title: str, text: str, status: int) -> Response:
        return HTMLResponse(laid_out("patients/message.html", title=title, text=text, here="teaching"), status)

    def _shown(self, quiz: Quiz, given: Given, text: str) -> str:
        past, place, test = (
            past_in(field(given, "quiz_past")),
            field(given, "quiz_place")[:300],
            field(given, "quiz_test")[:300],
        )
        checked = field(given, "quiz_act") in ("check", "next") and place in (*quiz.places, "")
        told = quiz.feedback(place, test) if checked and place else None
        asked_in_record: bool | None = None
        if told is not None and field(given, "quiz_act") == "next":
            past = (*past, told.round)
            if quiz.is_last:
                return self._result(quiz, past, text, field(given, "quiz_number"))
            seen, asked_in_record = quiz.after(test)
            asked_in_record = asked_in_record if told.round.test else None
            quiz, told = Quiz(quiz.case, seen, quiz.answers), None
        return self._laid_out(
            "teaching/quiz.html",
            quiz=quiz,
            told=told,
            fresh=len(past) and past[-1].shown,
            past=past_text(past),
            round=len(past) + 1,
            place=place if told else "",
            test=test if told else "",
            asked=past[-1].test if past else "",
            asked_in_record=asked_in_record,
            missing=field(given, "quiz_act") == "check" and not place,
            who=patient_words(quiz.case),
            number=field(given, "quiz_number"),
            case=text,
        )

    def _result(self, quiz: Quiz, past: tuple[Round, ...], text: str, number: str) -> str:
        true = quiz.true_place
        tested = [one for one in past if one.test]
        following = str(int(number) + 1) if number and lesson_of(str(int(number) + 1)) else ""
        return self._laid_out(
            "teaching/result.html",
            quiz=quiz,
            past=past,
            known=true,
            first_right=next((one.shown for one in past if one.place == true), 0),
            told=quiz.feedback(past[-1].place, ""),
            place_points=sum(one.credit for one in past),
            test_points=sum(one.worth for one in tested),
            tested=len(tested),
            who=patient_words(quiz.case),
            number=number,
            following=following,
            case=text,
        )

    def _laid_out(self, template: str, **shown: object) -> str:
        kept = Kept() if self.kept else None
        return laid_out(template, title="Teaching", here="teaching", kept=kept, **shown)
