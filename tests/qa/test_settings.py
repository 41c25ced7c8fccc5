"""Settings come from options, then the environment, then defaults."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from qa.settings import Settings


def test_an_option_goes_before_the_environment():
    environment = {"MINGZHANG_HOME": "/a", "MINGZHANG_PORT": "9000"}
    settings = Settings.read(environment, home=Path("/b"), port=None)
    assert (settings.home, settings.port, settings.host) == (Path("/b"), 9000, "127.0.0.1")


def test_a_port_that_is_no_number_is_named():
    with pytest.raises(ValueError, match="MINGZHANG_PORT"):
        Settings.read({"MINGZHANG_PORT": "http"})


def test_the_write_token_is_not_printed():
    assert "secret" not in repr(Settings(write_token="secret"))  # noqa: S106 - a test's


def test_there_are_at_most_fourteen_settings():
    assert len(fields(Settings)) <= 14
