"""What the OpenAPI document promises holds for whatever it allows: schemathesis, half a minute, only when asked for (-m slow).

``MINGZHANG_EXAMPLES`` is how many examples of each operation (300 make more than 9,000 cases).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

EXAMPLES = os.environ.get("MINGZHANG_EXAMPLES", "15")
CONFIG = Path(__file__).with_name("schemathesis.toml")
REFUSED_ALL_THE_SAME = "positive_data_acceptance"
"""An empty file, or a chat without a user's message, is refused, which no schema can say."""


@pytest.mark.slow
@pytest.mark.skipif(find_spec("schemathesis") is None, reason="pip install schemathesis")
def test_every_response_is_one_that_the_document_allows(address, served, capsys):
    served.state.mingzhang.home.index.sync()
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", f"{address}/openapi.json",
        "--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing", "--exclude-checks", REFUSED_ALL_THE_SAME,
        "-H", "Authorization: Bearer let-me-write",
        "--exclude-path-regex", "package.zip|^/api/disclosures/.disclosure_id.$", "--seed", "1",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=6 * 3600)
    told = "\n".join(line[:300] for line in done.stdout.splitlines())
    with capsys.disabled():
        sys.stdout.write(
            "".join(f"\nschemathesis: {line}" for line in re.findall(r".*(?:generated|Operations|passed).*", told))
            + "\n"
        )
    assert done.returncode == 0, told[-6000:]
