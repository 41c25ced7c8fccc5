"""Torn files of every kind end in a reading or in one clear error. Long: ``make fuzz``, or ``pytest -m slow``.

``MINGZHANG_FUZZ_SECONDS`` is the time for each kind; a run of ten minutes a kind reads some tens of thousands of files.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import press
import pytest
from fuzz import KINDS

SECONDS = float(os.environ.get("MINGZHANG_FUZZ_SECONDS", "4"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_torn_files_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    if kind == "scan" and press.font_file() is None:
        pytest.skip("no Chinese font on this machine to print a scan with")
    seed = os.environ.get("MINGZHANG_FUZZ_SEED", str(int(time.time())))
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, str(Path(__file__).with_name("fuzz.py")), kind, str(SECONDS), seed, str(tmp_path)]
    surroundings = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"seed {seed}, {tmp_path}/current:\n{done.stderr[-3000:]}"
    told = sorted(tmp_path.glob("wrong-*.txt"))
    assert not told, f"seed {seed}, {told[0]}:\n{told[0].read_text('utf-8')[-3000:]}"
    assert json.loads(done.stdout)["kind"] == kind
