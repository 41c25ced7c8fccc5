"""What holds for all tests: generated examples have no deadline, for a busy machine is no failure; and real servers."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from servers import Chroma, Postgres, programs

settings.register_profile("mingzhang", deadline=None)
settings.load_profile("mingzhang")


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server."""
    if programs("initdb") is None:
        pytest.skip("no PostgreSQL on this machine (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="pip install 'mingzhang[postgres]'")
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture
def database(postgres):
    """The URL of a new, empty PostgreSQL database."""
    return postgres.database()


@pytest.fixture
def chroma(tmp_path):
    """A Chroma server."""
    (tmp_path / "chroma").mkdir()
    server = Chroma(tmp_path / "chroma")
    yield server
    server.kill()
