"""What is wrong with the body of a request is said with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from myotome.web.api.bodies import json_in

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_what_json_writes_is_read_as_it_was(value: object) -> None:
    assert json_in(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "line 1, column 1"),
        (b'{"a": 1,\n "b": }', "line 2, column 7"),
        (b'{"a": 1, "b": {"c": 1, "c": 1}}', "'c' is given twice"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": "\xff"}', "byte 8"),
        (b"9" * 5000, "too long"),
        (b"[" * 65 + b"]" * 65, "more than 64 deep"),
        (b"[" * 100_000, "more than 64 deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(body: bytes, said: str) -> None:
    with pytest.raises(HTTPException) as refused:
        json_in(body)
    assert refused.value.status_code == 400
    assert said in str(refused.value.detail)
