"""What is given to PyPI: the wheel holds all that the program needs and nothing else, the source archive all that its tests need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "tests" / "qa" / "web" / "disclosure.md"
PACKAGES = ("corpus", "ingest", "qa", "eval")
MADE = {"build", "mingzhang.egg-info", ".venv", ".pytest_cache", ".hypothesis"}
UNSENT = {".gitignore", ".dockerignore", "setup.cfg", "PKG-INFO"}


def _ours() -> list[str]:
    """The files of the project: what git keeps; all that is there in an unpacked source archive."""
    if not (ROOT / ".git").exists():
        return sorted(_files(ROOT))
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, cwd=ROOT).stdout.decode()
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A copy of the checkout, and the wheel and the source archive that are made of it without a network."""
    pytest.importorskip("setuptools", minversion="77", reason="pip install 'setuptools>=77'")
    folder = tmp_path_factory.mktemp("built")
    for name in _ours():
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / "source" / name)
    code = "from setuptools import build_meta as b; b.build_sdist('../out'); b.build_wheel('../out')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=folder / "source"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def _files(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not MADE & set(path.relative_to(folder).parts)
    }


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(built):
    [wheel] = (built / "out").glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {name for name in _files(built / "source") if name.startswith(tuple(f"{p}/" for p in PACKAGES))}
    assert ours - held == set()
    assert held - ours == {"mingzhang.py", "upkeep.py"}


def test_the_source_archive_holds_all_that_the_checkout_does(built):
    [archive] = (built / "out").glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    assert _files(built / "source") - held - UNSENT == set()


def test_the_program_runs_from_the_wheel_away_from_the_checkout(built, tmp_path):
    [wheel] = (built / "out").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")  # noqa: S202 - made a moment ago
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "site")}

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert Path(run("-c", "import qa; print(qa.__file__)").strip()).is_relative_to(tmp_path / "site")
    assert run("-m", "mingzhang", "--version").startswith("mingzhang ")
    run("-m", "mingzhang", "ingest", "--home", "home", str(RECORD))
    assert "3.2" in run("-m", "mingzhang", "ask", "--home", "home", "云溪区测试中心2022年公务接待费是多少？")
