"""The grammar of conditions: what is read is what is written, and what no case can say is refused with the way out."""

from __future__ import annotations

import pytest
from hypothesis import given

from myotome.errors import DataError
from myotome.exam.query import grammar
from myotome.exam.query.condition import AllOf, AnyOf, AtLeast, Atom, Condition, Not, atoms_of, is_positive
from myotome.exam.query.grammar import named_conditions, parse
from support.conditions import ABSENCES, ANY_CONDITION, FORMS


@pytest.mark.parametrize("text", [*FORMS, *ABSENCES])
def test_a_condition_is_printed_as_it_was_written(text: str) -> None:
    assert str(parse(text)) == text


@given(ANY_CONDITION)
def test_what_is_printed_is_read_again(condition: Condition) -> None:
    assert parse(str(condition)) == condition


@pytest.mark.parametrize("text", FORMS)
def test_these_rest_on_findings_alone(text: str) -> None:
    assert is_positive(parse(text))


@pytest.mark.parametrize("text", ABSENCES)
def test_these_rest_on_an_absence(text: str) -> None:
    assert not is_positive(parse(text))
    assert not is_positive(parse(f"age>=50 AND ({text})"))


def test_brackets_and_words_make_the_tree() -> None:
    one, two, three = (Atom("sex", comparison="=", values=(sex,)) for sex in ("male", "female", "male"))
    assert parse("sex=male AND (sex=female OR NOT sex=male)") == AllOf((one, AnyOf((two, Not(three)))))
    assert parse("2 OF {sex=male; sex=female;sex=male}") == AtLeast(2, (one, two, three))


def test_every_named_condition_is_read() -> None:
    assert len(named_conditions()) > 50
    for name, condition in named_conditions().items():
        assert list(atoms_of(condition)), name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sign:babinsky=positive", "nearest: babinski"),
        ("sing:babinski=positive", "nearest: sign"),
        ("sign:babinski=positve", "nearest: positive"),
        ("sign:babinski@exact=positive", "mark 'exact'"),
        ("sign:babinski=positive within 3 weeks", "mark 'within'"),
        ("sign:babinski", "value ''"),
        ("history:cancer=brest", "nearest: breast"),
        ("history:fever=any", "value 'any'"),
        ("history:symptom_duration=long", "value 'long'"),
        ("lab:crp=raisd", "nearest: raised"),
        ("lab:crp>=high", "'high' is no number"),
        ("lab:crp=raised@bilateral", "mark 'bilateral'"),
        ("strength:tail=weak", "name 'tail'"),
        ("strength:leg>=3", "comparison '>='"),
        ("strength:leg<=25 weeks", "unit 'weeks'"),
        ("strength:leg@exact=weak", "mark 'exact'"),
        ("sensation:level=T99", "value 'T99'"),
        ("pain:onset=gradually", "nearest: gradual"),
        ("pain:elbow=true", "value 'true'"),
        ("history:trauma=any[moon]", "no statement of the form"),
        ("history:trauma[moon]=any", "detail in brackets 'moon'"),
        ("imaging:fracture[L9]=present", "detail in brackets 'L9'"),
        ("pattern:any", "name 'any'"),
        ("mood:low", "no kind of statement"),
        ("age>=old", "'old' is no number"),
        ("age:50", "age takes no name"),
        ("duration<=2", "unit ''"),
        ("history:fever=true within 3", "'within' needs a number"),
        ("@no_such_condition", "no condition is called"),
        ("@spinal_pian", "nearest: spinal_pain"),
        ("sex=male AND sex=female OR age<5", "are mixed"),
        ("sex=male AND", "a statement is expected"),
        ("(sex=male", r"'\)' is expected at the end"),
        ("sex=male)", "is not expected here"),
        ("3 OF {sex=male; sex=female}", "3 of 2"),
        ("0 OF {sex=male; sex=female}", "0 of 2"),
        ("2 {sex=male; sex=female}", "'OF' is expected"),
        ("", "a statement is expected"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(text: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        parse(text)


def test_named_conditions_that_hold_one_another_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "_check_named", lambda: None)
    monkeypatch.setattr(grammar, "_as_written", lambda: {"a": "@b OR sex=male", "b": "NOT @a"})
    grammar._meaning.cache_clear()
    try:
        with pytest.raises(DataError, match="a > b > a goes round in a circle"):
            named_conditions()
    finally:
        grammar._meaning.cache_clear()
