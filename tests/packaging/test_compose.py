"""The compose file: it says what the program takes, declares TLS, and lets nothing but the proxy be reached."""

from __future__ import annotations

import ipaddress
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from myotome.cli.main import app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return whole()["services"]


def whole() -> dict[str, Any]:
    text = (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
    filled = re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda found: f"{found[1].lower()}.example", text)
    return yaml.safe_load(filled)


def test_the_program_takes_the_command_and_has_tls_declared(
    services: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr("myotome.web.serve", lambda *given: asked.append(given))
    done = CliRunner().invoke(app, shlex.split(services["app"]["command"]))
    assert done.exit_code == 0, done.output
    ((host, port, database, network),) = asked
    assert (host, database) == ("0.0.0.0", "")
    assert network.behind_tls
    assert network.names == ("myotome_host.example",)
    assert network.proxy == services["proxy"]["networks"]["inside"]["ipv4_address"]
    assert ipaddress.ip_address(network.proxy) in ipaddress.ip_network(
        whole()["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    )
    assert f"app:{port}" in services["proxy"]["command"]
    assert f":{port}/healthz" in services["app"]["healthcheck"]["test"][-1]


def test_every_variable_is_one_that_the_program_reads(services: dict[str, Any]) -> None:
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r'"(MYOTOME_[A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert "MYOTOME_RECORDS" in read
    assert set(services["app"]["environment"]) <= read


def test_the_database_and_the_program_are_reached_from_inside_alone(services: dict[str, Any]) -> None:
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert whole()["networks"]["inside"]["internal"]
    assert [name for name, one in services.items() if "outside" in one["networks"]] == ["proxy"]
    told = services["db"]["environment"]
    user, password = told["POSTGRES_USER"], told["POSTGRES_PASSWORD"]
    assert (
        services["app"]["environment"]["MYOTOME_RECORDS"] == f"postgresql://{user}:{password}@db/{told['POSTGRES_DB']}"
    )


def test_what_the_program_needs_to_be_reached_at_is_in_the_image() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8")
    built = whole()["services"]["app"]["build"]
    assert (ROOT / "deploy" / built["context"] / built["dockerfile"]).is_file()
    assert "EXPOSE 8321" in lines
    assert "requirements.lock" in lines
    assert "--uid 10001" in lines
