"""Settings come from options, then the environment, then defaults; what cannot be used is told by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa import settings as module
from qa.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MINGZHANG_{name.upper()}", raising=False)
    monkeypatch.setattr(module, "SECRETS", tmp_path / "none")


def test_an_option_goes_before_the_environment(monkeypatch):
    monkeypatch.setenv("MINGZHANG_HOME", "/a")
    monkeypatch.setenv("MINGZHANG_PORT", "9000")
    settings = Settings.read(home=Path("/b"), port=None)
    assert (settings.home, settings.port, settings.host) == (Path("/b"), 9000, "127.0.0.1")


def test_an_empty_variable_is_no_value(monkeypatch):
    monkeypatch.setenv("MINGZHANG_PORT", "")
    assert Settings.read().port == 8000


def test_a_home_under_the_users_own_folder_may_be_written_with_a_tilde(monkeypatch):
    monkeypatch.setenv("MINGZHANG_HOME", "~/accounts")
    assert Settings.read().home == Path.home() / "accounts"


def test_what_is_made_in_python_does_not_look_at_the_environment(monkeypatch):
    monkeypatch.setenv("MINGZHANG_MODEL", "openai:some")
    assert Settings().model == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINGZHANG_PORT", "http"),
        ("MINGZHANG_PORT", "70000"),
        ("MINGZHANG_CHROMA_URL", "x"),
        ("MINGZHANG_MODEL_URL", "localhost:11434"),
        ("MINGZHANG_MODEL_REWORDS", "perhaps"),
        ("MINGZHANG_DATABASE_URL", "server"),
        ("MINGZHANG_ORIGINS", "https://chat.example, chat2.example"),
        ("MINGZHANG_LOG_LEVEL", "loud"),
        ("MINGZHANG_TRACES", "perhaps"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_by_the_name_of_its_variable(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}"):
        Settings.read()


def test_all_bad_values_are_told_at_once_and_no_password_is_repeated(monkeypatch):
    monkeypatch.setenv("MINGZHANG_PORT", "x")
    monkeypatch.setenv("MINGZHANG_DATABASE_URL", "me:pa55word@server/db")
    with pytest.raises(SettingsError) as told:
        Settings.read()
    assert "MINGZHANG_PORT" in str(told.value)
    assert "MINGZHANG_DATABASE_URL" in str(told.value)
    assert "pa55word" not in str(told.value)


def test_another_environment_may_be_given_and_is_read_alike():
    settings = Settings.read({"MINGZHANG_PORT": "9000", "MINGZHANG_MODEL": ""}, home=Path("/b"))
    assert (settings.port, settings.model, settings.home) == (9000, "", Path("/b"))
    with pytest.raises(SettingsError, match=r"^MINGZHANG_PORT"):
        Settings.read({"MINGZHANG_PORT": "http"})


def test_postgresqls_own_way_of_writing_an_address_means_its_driver():
    assert Settings(database_url="postgres://me@server/db").database_url == "postgresql+psycopg://me@server/db"


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "mingzhang_write_token").write_text("from-a-file\n", "utf-8")
    monkeypatch.setattr(module, "SECRETS", tmp_path)
    assert Settings.read().write_token == "from-a-file"  # noqa: S105 - a test's


def test_secrets_are_not_printed():
    shown = repr(Settings(write_token="secret", database_url="postgresql+psycopg://me:secret@server/db"))  # noqa: S106 - a test's
    assert "secret" not in shown


def test_origins_are_a_list_parted_by_commas():
    assert Settings(origins="https://a.example/, http://b.example").allowed_origins == [
        "https://a.example",
        "http://b.example",
    ]


def test_there_are_few_settings():
    assert len(Settings.model_fields) <= 21
