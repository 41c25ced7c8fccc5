"""What holds for all tests: generated examples have no deadline, for a busy machine is no failure; and real servers.

With MINGZHANG_TEST_DATABASE=postgresql every store that a test opens in a folder is a database of a real server; tests of
what only a file of SQLite has (``sqlite``) are left out then.
"""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from servers import Chroma, Postgres, programs

LONGEST = (
    "qa/test_phrasings.py", "ingest/test_cluster.py", "test_same_answers.py", "test_replicas.py", "ingest/test_files.py",
    "ingest/test_originals_pdf.py", "test_end_to_end.py",
)  # fmt: skip
"""Files of tests that take longest: run first, so that none is begun when the other processes have nothing left to do."""

ON_POSTGRES = os.environ.get("MINGZHANG_TEST_DATABASE") == "postgresql"

settings.register_profile("mingzhang", deadline=None)
settings.load_profile("mingzhang")


def pytest_collection_modifyitems(config, items):
    places = {Path(__file__).parent / name: n for n, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
    if ON_POSTGRES:
        of_the_file = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=of_the_file)
        items[:] = [item for item in items if item not in set(of_the_file)]


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server."""
    if programs("initdb") is None:
        pytest.skip("no PostgreSQL on this machine (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="pip install 'mingzhang[postgres]'")
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture(scope="session", autouse=True)
def stores(request):
    """Where stores are opened: in folders, or all of them in PostgreSQL."""
    if not ON_POSTGRES:
        yield
        return
    from corpus.database import Database  # noqa: PLC0415 - not before it is known to be wanted

    server, real = request.getfixturevalue("postgres"), Database.open
    known: dict[str, str] = {}

    def opened(where, cut=str, **more):
        if "://" in str(where):
            return real(where, cut, **more)
        Path(where).mkdir(parents=True, exist_ok=True)
        key = str(Path(where).resolve())
        if key not in known:
            known[key] = server.database()
        return real(known[key], cut, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "open", opened)
        yield


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
