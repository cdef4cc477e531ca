"""The program asks for one thread of linear algebra, unless its user has asked for more."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from unittest.mock import patch

import pytest

from myotome.cli.process.threads import use_one_thread


@pytest.fixture
def environment() -> MutableMapping[str, str]:
    with patch.dict(os.environ, {"MKL_NUM_THREADS": "3"}):
        os.environ.pop("OPENBLAS_NUM_THREADS", None)
        use_one_thread()
        return dict(os.environ)


def test_one_thread_where_nothing_was_asked_for(environment: MutableMapping[str, str]) -> None:
    assert environment["OPENBLAS_NUM_THREADS"] == "1"


def test_what_was_asked_for_is_kept(environment: MutableMapping[str, str]) -> None:
    assert environment["MKL_NUM_THREADS"] == "3"
