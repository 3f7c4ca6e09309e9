"""Which accounts an installation is connected with, by its settings."""

import pytest

from nurture.ats import connection_of, connections_from, writers_from
from nurture.cli.session import settings_from_environment
from nurture.config import AtsSettings, Settings
from nurture.errors import NotFound, NotSetUp


def settings(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(f"NURTURE_{name}", value)
    return Settings()


def test_greenhouse_alone_is_there_without_any_setting() -> None:
    assert list(connections_from(Settings())) == ["greenhouse"]


def test_two_accounts_of_one_vendor_are_two_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    connections = connections_from(
        settings(
            monkeypatch,
            GREENHOUSE_SECRETS='["ours"]',
            ATS__GREENHOUSE_UK__VENDOR="greenhouse",
            ATS__GREENHOUSE_UK__SECRETS='["theirs", "their old one"]',
            ATS__GREENHOUSE_UK__CLIENT_ID="us",
        )
    )
    assert list(connections) == ["greenhouse", "greenhouse_uk"]
    uk = connections["greenhouse_uk"]
    assert uk.account.secrets == ("theirs", "their old one")
    assert (uk.vendor.name, uk.adapter.connection) == ("greenhouse", "greenhouse_uk")
    assert uk.account.setting("secrets") == "NURTURE_ATS__GREENHOUSE_UK__SECRETS"


def test_greenhouse_is_not_there_where_others_are_and_it_is_not_set() -> None:
    only = Settings(ats={"hiring": AtsSettings(vendor="greenhouse")})
    assert list(connections_from(only)) == ["hiring"]


def test_a_blank_key_is_none() -> None:
    account = connections_from(Settings(ats={"hiring": AtsSettings(vendor="greenhouse", secrets=("", "  "))}))["hiring"]
    assert account.account.secrets == ()


def test_keys_do_not_show_where_an_account_is_printed() -> None:
    given = AtsSettings(vendor="greenhouse", secrets=("hush",), api_key="hush", client_secret="hush")
    assert "hush" not in repr(connections_from(Settings(ats={"hiring": given}))["hiring"].account)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("greenhouse", "has settings of its own"),
        ("mail", "mails are kept under it"),
        ("sendgrid", "its address is SendGrid's"),
        ("Lever", "ids are told apart by it, and capitals are lost in the environment"),
        ("lever:eu", "a colon ends it in ids"),
        ("a/b", "it is part of an address"),
        ("", "it is part of an address"),
        ("x" * 41, "the column is short"),
    ],
    ids=lambda each: each[:12],
)
def test_a_name_that_cannot_be_a_connections_is_refused(name: str, why: str) -> None:
    with pytest.raises(NotSetUp, match="can't be the name of a connection"):
        connections_from(Settings(ats={name: AtsSettings(vendor="greenhouse")}))


def test_whoever_names_a_connection_greenhouse_is_told_of_its_own_settings() -> None:
    with pytest.raises(NotSetUp) as error:
        connections_from(Settings(ats={"greenhouse": AtsSettings()}))
    assert "NURTURE_GREENHOUSE_" in (error.value.hint or "")


def test_a_slip_in_the_name_of_a_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_ATS__LEVER_EU__SECRET", "x")
    with pytest.raises(NotSetUp, match="NURTURE_ATS__LEVER_EU__SECRET"):
        settings_from_environment()


def test_keys_that_are_no_list_are_refused_with_the_form_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_ATS__LEVER_EU__SECRETS", "just one")
    with pytest.raises(NotSetUp) as error:
        settings_from_environment()
    assert "as JSON" in (error.value.hint or "")


def test_an_unknown_vendor_is_named_with_the_setting_and_the_known_ones() -> None:
    with pytest.raises(NotSetUp, match="no ATS is known as “grenhouse”") as error:
        connections_from(Settings(ats={"hiring": AtsSettings(vendor="grenhouse")}))
    assert "NURTURE_ATS__HIRING__VENDOR" in (error.value.hint or "")
    assert "greenhouse" in (error.value.hint or "")


def test_an_unknown_connection_is_named_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="as “grenhouse”") as error:
        connection_of(connections_from(Settings()), "grenhouse")
    assert error.value.hint == "Known are: greenhouse."


def test_every_connection_has_a_writer_of_its_own() -> None:
    both = Settings(greenhouse_secrets=("x",), ats={"uk": AtsSettings(vendor="greenhouse")})
    writers = writers_from(both)
    assert set(writers) == {"greenhouse", "uk"}
    with pytest.raises(NotSetUp, match="NURTURE_ATS__UK__CLIENT_ID"):
        writers["uk"].check()
