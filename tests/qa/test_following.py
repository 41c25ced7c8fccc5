"""How people go on after an answer, in many ways of saying the same: each is answered as the plain one."""

import pytest

YEARS = ("云溪财政局2023年差旅费多少",)
WATER = ("青岚二小2023年水费多少",)
POWER = ("青岚二小2023年电费多少",)
CARE = ("青岚二小2023年课后服务经费花了多少",)
BOTH = (*WATER, "电费呢")


@pytest.mark.parametrize(
    ("before", "turn", "figure"),
    [
        (YEARS, turn, "7.15")
        for turn in ("往前倒一年呢", "再早一年呢", "之前一年呢", "上个年度的也要", "看下前一年的", "早一年的呢")
    ]
    + [(YEARS, turn, "17.9") for turn in ("yoy多少", "增速多少", "跟上年比涨了百分之几")]
    + [(POWER, turn, "7.72") for turn in ("商品和服务支出里占多少", "在商品和服务支出里它占几成", "除以商品和服务支出是百分之几")]
    + [(CARE, turn, "94.98") for turn in ("占预算百分之几", "执行了百分之几", "是预算的几成")]
    + [(CARE, turn, "5.52") for turn in ("结余呢", "剩的呢", "结余多少")]
    + [(WATER, turn, "4.4") for turn in ("比起云溪财政局多多少", "超云溪财政局多少", "ok比云溪财政局多多少呢", "比人家云溪财政局多多少")]
    + [(BOTH, turn, "20.62") for turn in ("两个共多少", "相加等于多少", "前后两个加拢好多")]
    + [(BOTH, turn, "9.18") for turn in ("两个减一下多少", "帮我减一下", "我想晓得差好多")]
    + [(BOTH, turn, "0.3839") for turn in ("前一个是后一个的几倍", "前者是后者的多少倍", "前面除以后面是多少", "前项合后项几倍")]
    + [(BOTH, turn, "10.31") for turn in ("两个平均多少", "均值呢", "加起来除以2多少", "取个平均多少", "那平均呢")]
    + [(BOTH, turn, "10.69") for turn in ("商品和服务支出里两个一共占几成", "两个在商品和服务支出里占多少")],
)  # fmt: skip
def test_a_turn_is_answered_however_it_is_said(asker, before, turn, figure):
    talk = None
    for said in before:
        talk = asker.ask(said, talk).conversation_id
    values = {f"{float(f.value):g}" for f in asker.ask(turn, talk).figures}
    assert f"{float(figure):g}" in values
