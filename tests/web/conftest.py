"""A real browser, and the page served to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.running import running

BROWSER = os.environ.get("MYOTOME_CHROMIUM", "/usr/bin/chromium")
MISSING = "" if Path(BROWSER).exists() else f"no chromium at {BROWSER}; set MYOTOME_CHROMIUM"
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if MISSING and os.environ.get("MYOTOME_NEEDS_BROWSER") == "1":
        pytest.fail(f"{MISSING}: MYOTOME_NEEDS_BROWSER is 1, so these tests may not be skipped")
    if MISSING:
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=BROWSER, args=_SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served() -> Callable[..., Any]:
    """Serve an application at an address of its own, as long as it is held."""
    return running
