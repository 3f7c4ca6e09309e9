"""No Docker engine is needed: the files are held against each other and against the settings."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from nurture.config import ChannelName, Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
FIXED_TAG = re.compile(r"[\w./-]+:v?\d+\.\d+\.?\d*[\w.-]*")
OURS = ["migrate", "web", "console", "worker"]


def settings_of(service: str) -> dict[str, str]:
    """Its environment where nobody set anything: each ${NAME:-default} is its default."""
    environment: dict[str, str] = SERVICES[service]["environment"]
    return {name: re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value) for name, value in environment.items()}


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_has_a_fixed_tag(service: str) -> None:
    assert FIXED_TAG.fullmatch(SERVICES[service]["image"])


def test_every_stage_of_our_image_starts_from_the_same_fixed_tag() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(set(bases)) == 1
    assert FIXED_TAG.fullmatch(bases[0])


def test_our_image_is_tagged_with_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {SERVICES[service]["image"] for service in OURS} == {f"nurture:{version}"}


@pytest.mark.parametrize("service", SERVICES)
def test_whom_a_service_waits_for_exists_and_can_say_that_it_is_ready(service: str) -> None:
    for name, wait in SERVICES[service].get("depends_on", {}).items():
        assert name in SERVICES
        if wait["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[name]
        else:
            assert wait["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("service", SERVICES)
def test_ports_are_open_to_this_machine_only(service: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[service].get("ports", []))


@pytest.mark.parametrize("service", OURS)
def test_every_setting_is_one_that_the_program_reads(service: str) -> None:
    known = {f"NURTURE_{name.upper()}" for name in Settings.model_fields}
    assert SERVICES[service]["environment"].keys() <= known


def test_the_settings_reach_the_services_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings_of("worker").items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.temporal_address.split(":")[0] in SERVICES
    assert settings.smtp_host in SERVICES
    assert "@postgres:5432/" in settings.database_url
    assert settings.channel is ChannelName.SMTP
    assert settings.greenhouse_secrets == ()


def test_the_builder_is_sent_everything_that_the_image_copies() -> None:
    sent = set((ROOT / ".dockerignore").read_text().split())
    for copied in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE):
        for source in copied.split():
            assert {f"!{source}", f"!{source}/"} & sent, source


def test_our_image_does_not_run_as_root() -> None:
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["nurture"]
