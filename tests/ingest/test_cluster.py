"""On a real Ray of two workers files are read as one by one, and a dead worker, a poisonous file or a dead driver costs nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import readers
from test_load import BUDGET

from corpus.store import Store
from ingest import load
from ingest.pool import CRASHED

ray = pytest.importorskip("ray", reason="pip install 'mingzhang[cluster]'")

from ingest.cluster import Cluster  # noqa: E402 - only where there is Ray

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def two_workers():
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100 * 2**20)
    ray.cloudpickle.register_pickle_by_value(readers)  # the workers do not have the tests on their path
    yield
    ray.shutdown()


def written(folder: Path, names: list[str]) -> Path:
    folder.mkdir()
    for n, name in enumerate(names):
        (folder / f"{n:02}{name}.txt").write_text(BUDGET.replace("测试中心", f"第{n}中心"), "utf-8")
    return folder


def test_on_a_cluster_it_is_as_one_by_one(tmp_path):
    folder = written(tmp_path / "文件", ["一", "二", "三"])
    (folder / "01b空.txt").write_bytes(b"")
    one, many = Store.open(tmp_path / "one"), Store.open(tmp_path / "many")
    alone = load.ingest([folder], one)
    together = load.ingest([folder], many, read_all=Cluster().read_all)
    assert [(r.path, r.outcome, r.message, r.counts) for r in alone] == [
        (r.path, r.outcome, r.message, r.counts) for r in together
    ]
    for disclosure in one.disclosures():
        assert one.facts(disclosure.id) == many.facts(disclosure.id)
    assert {r.outcome for r in load.ingest([folder], many, read_all=Cluster().read_all)} == {"unchanged", "failed"}


def test_a_poisonous_file_is_set_apart_and_a_worker_that_dies_once_is_replaced(tmp_path):
    folder = written(tmp_path / "文件", ["一", "毒", "三", "四"])
    results = load.ingest([folder], Store.open(tmp_path / "home"), read_all=Cluster(read=readers.dying).read_all)
    assert [(r.outcome, r.message) for r in results] == [("new", ""), ("failed", CRASHED), ("new", ""), ("new", "")]
    risky = written(tmp_path / "又", ["一", "险", "三"])
    mark = readers.mark_of((risky / "01险.txt").read_bytes())
    mark.unlink(missing_ok=True)
    try:
        results = load.ingest([risky], Store.open(tmp_path / "b"), read_all=Cluster(read=readers.dying_once).read_all)
        assert mark.exists()
    finally:
        mark.unlink(missing_ok=True)
    assert [r.outcome for r in results] == ["new"] * 3


def test_actors_embed_in_order_what_one_model_would():
    embedder = Cluster().embedder(partial(readers.Lengths, 3), actors=2)
    texts = ["字" * n for n in range(1, 150)]
    assert embedder.embed_documents(texts) == readers.Lengths(3).embed_documents(texts)
    assert embedder.embed_query("四个字吧") == [4.0, 3.0]
    assert embedder.embed_documents([]) == []


def test_an_actor_that_dies_is_replaced():
    embedder = Cluster().embedder(partial(readers.Lengths, 1), actors=1)
    pid = int(embedder.embed_documents(["进程号"])[0][0])
    assert pid != os.getpid()
    os.kill(pid, signal.SIGKILL)
    assert embedder.embed_documents(["一", "二二"]) == [[1.0, 1.0], [2.0, 1.0]]


@pytest.mark.sqlite
def test_a_driver_killed_in_the_middle_is_resumed_by_the_next_run(tmp_path):
    written(tmp_path / "文件", ["份"] * 8)
    home = tmp_path / "home"
    address = ray.get_runtime_context().gcs_address
    command = [
        sys.executable, "-m", "mingzhang", "ingest", "--home", str(home), "--cluster", address, str(tmp_path / "文件"),
    ]  # fmt: skip
    first = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert first.stderr is not None
    assert "✓" in first.stderr.readline()
    first.kill()
    first.wait()
    held = {d.id for d in Store.open(home).disclosures()}
    assert held
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    assert again.stderr.count("没有变化") >= len(held)
    store = Store.open(home)
    assert len(store.disclosures()) == 8
    assert held <= {d.id for d in store.disclosures()}
    assert all(store.counts(d.id)["facts"] == len(store.facts(d.id)) for d in store.disclosures())


def test_a_cluster_that_does_not_answer_is_told_in_one_sentence():
    said = (
        "from ingest.cluster import Cluster, ClusterError\n"
        "try: Cluster('127.0.0.1:1')\nexcept ClusterError as error: print(error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300,
        env=os.environ | {"RAY_gcs_rpc_server_connect_timeout_s": "2"},
    )  # fmt: skip
    assert run.stdout.startswith("连不上 Ray 集群 127.0.0.1:1")
    assert run.stdout.count("\n") == 1
