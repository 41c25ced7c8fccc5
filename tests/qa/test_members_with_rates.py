"""A rate or a score asked of each member of a set that was told: beside each, the list said once."""

from pathlib import Path

import pytest
from talking import talk

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker

SHIPPED = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("members"))
    ingest([SHIPPED], store)
    return Asker(store)


@pytest.mark.parametrize(
    "question",
    [
        "汉阳企服2022年花得最多的三个项目是哪些，执行率各是多少？",
        "汉阳企服2022年花得最多的三个项目，每个执行率多少",
    ],
)
def test_each_of_the_largest_has_its_rate_beside_it(asker, question):
    told = talk(asker, question).answer
    assert told.count("1. ") == 1
    assert "110.16万元**（执行率94.97%）" in told
    assert "20.71万元**（执行率69.03%）" in told


def test_each_over_a_bound_has_its_rate_beside_it(asker):
    told = talk(asker, "汉阳企服2022年花钱超过15万的项目有哪些，各自完成率多少").answer
    assert told.count("执行率") == 5
