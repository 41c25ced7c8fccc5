"""Sentences of the genre, invented: purchases, people, absences, reasons, scores, and what is no figure."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from sentences import BUDGET, facts, only, paragraph, said

from ingest.prose.facts import prose_facts

# ---- procurement, people, assets


def test_procurement_and_its_shares() -> None:
    found = facts(
        "2023年度政府采购支出总额10万元，其中：政府采购货物支出4万元、政府采购工程支出0万元、政府采购服务支出6万元。"
        "授予中小企业合同金额8万元，占政府采购支出总额的80%，其中：授予小微企业合同金额5万元，占授予中小企业合同金额的62.5%；"
        "货物采购授予中小企业合同金额占货物支出的比重为99%。",
        kind="final_accounts",
    )
    assert only(found, "4").concept == "procurement_goods"
    assert only(found, "80").row == "政府采购支出总额/授予中小企业合同金额"
    assert only(found, "5").concept == "small_micro_contracts"
    assert only(found, "99").row == "货物支出/货物采购授予中小企业合同金额"


def test_head_counts_by_kind() -> None:
    found = facts(
        "总编制18人，其中：行政编制3人，事业编制15人（其中：参照公务员法管理2人）。"
        "在职实有人数12人，其中：行政实有1人，事业实有11人。"
    )
    assert [f.concept for f in found] == [
        "authorised_posts", "administrative_posts", "institution_posts", "civil_servant_law_posts",
        "serving_staff", "administrative_staff", "institution_staff",
    ]  # fmt: skip
    assert only(found, "11").row == "在职实有人数/事业实有"


def test_a_threshold_is_part_of_the_name() -> None:
    found = facts(
        "截至2022年12月31日，共有车辆1辆；"
        "单价50万元（含）以上通用设备2台（套）；另有单价100万元（含）以上专用设备0台（套）。"
    )
    assert [(f.quantity.value, f.measure) for f in found] == [(1, "count"), (2, "count"), (0, "count")]
    assert {f.year for f in found} == {2022}
    assert only(found, "2").row == "单价50万元(含)以上通用设备"
    assert only(found, "1").column == "截至2022年12月31日"


def test_visitors_and_groups_are_told_by_their_head() -> None:
    found = facts("3.公务接待费支出决算1.2万元。共接待国内来访团组15个、来宾120人次。", kind="final_accounts")
    assert [f.concept for f in found] == ["official_reception", "reception_batches", "reception_visitors"]


def test_a_cost_for_each_is_no_amount() -> None:
    found = facts("公务用车保有量3辆，平均每辆运行费2.67万元。", kind="final_accounts")
    assert [(f.concept, f.measure) for f in found] == [("cars_owned", "count"), (None, "rate_unit")]


def test_cars_to_be_bought_are_not_the_cars_there_are() -> None:
    found = facts("2023年部门预算安排购置车辆2辆，其中：机要通信用车1辆、其他用车1辆。")
    assert [f.concept for f in found] == ["cars_bought", None, None]


def test_reserved_procurement_is_not_procurement() -> None:
    assert only(facts("2023年面向中小企业预留政府采购项目预算金额19万元。"), "19").concept is None


# ---- absence


def test_a_whole_is_absent_only_where_its_source_is_told() -> None:
    assert facts("说明：本部门无相关收支项目。") == []
    [fact] = facts("2023年本单位无政府性基金预算财政拨款年初结转和结余。")
    assert (fact.concept, fact.aspect) == ("opening_balance", "government_fund_budget")


def test_absence_is_an_amount_of_zero_with_its_sentence() -> None:
    text = "2023年本单位无机关运行经费。"
    [fact] = facts(text)
    assert (fact.concept, fact.quantity.value, fact.quantity.printed) == ("agency_operating_funds", 0, "无")
    assert said(text, fact) == "2023年本单位无机关运行经费"


def test_absence_of_both_sides_and_of_two_kinds() -> None:
    found = facts("本部门没有政府性基金预算财政拨款收入，全年未使用政府性基金预算财政拨款安排的支出。")
    assert [f.concept for f in found] == ["fund_budget_revenue", "fund_budget_expenditure"]
    both = facts("2023年我单位无政府性基金预算财政拨款收入支出。")
    assert {f.concept for f in both} == {"fund_budget_revenue", "fund_budget_expenditure"}


def test_an_absence_inside_an_explanation_is_no_statement() -> None:
    found = facts("公务用车购置费0万元，与2022年预算相比无变化，主要原因：无公务用车购置费安排。")
    assert [f.measure for f in found] == ["amount", "change"]
    assert facts("各项绩效目标无偏差。") == []


# ---- explanations


def test_an_explanation_is_tied_to_the_changes_it_explains() -> None:
    text = "基本支出30万元，比2022年预算增加5万元，增长20%，主要原因：一是新增人员；二是调资。其中：人员经费25万元。"
    found = facts(text)
    explained = [f for f in found if f.reason]
    assert {f.quantity.value for f in explained} == {Decimal(5), Decimal(20)}
    reason = explained[0].reason
    assert reason is not None
    assert text[reason.start : reason.end] == "一是新增人员；二是调资"


def test_an_explanation_may_be_the_next_sentence_and_names_what_it_explains() -> None:
    found = facts(
        "“三公”经费支出决算比2022年度增加1.1万元，其中：公务用车购置及运行费增加1.1万元。"
        "公务用车购置及运行费增加的主要原因是接收车辆一台。",
        kind="final_accounts",
    )
    assert [(f.concept, f.reason is not None) for f in found] == [("three_public", False), ("official_cars", True)]


def test_figures_inside_an_explanation_do_not_govern_what_follows() -> None:
    found = facts("会议费2万元，比上年减少1万元，主要原因是压减培训费3万元。主要用于年会，其中：场租1.5万元。")
    assert only(found, "1.5").row == "会议费/场租"
    assert (only(found, "3").concept, only(found, "3").direction) == ("training_fee", -1)


# ---- performance reports, counts


def test_an_indicators_score_and_weight() -> None:
    found = facts("①走访企业数（4分）", "测试中心全年走访企业20家，该项指标得分为3.5分。", kind="final_accounts")
    assert [(f.row, f.measure, f.basis) for f in found] == [
        ("走访企业数", "target", "target"),
        ("走访企业", "count", "final_accounts"),
        ("走访企业数", "score", "final_accounts"),
    ]


def test_counts_keep_bounds_and_the_noun_after_them() -> None:
    found = facts("全年服务企业70余家，近100人次，帮扶4家街区商户复工，复工率达80.5%以上。", kind="final_accounts")
    assert [(f.row, f.quantity.bound.value) for f in found] == [
        ("服务企业", ">"), ("服务企业", "~"), ("帮扶街区商户复工", "="), ("复工率", ">="),
    ]  # fmt: skip


def test_at_least_is_a_bound_and_no_change() -> None:
    [fact] = facts("每季度开展培训至少2次。")
    assert (fact.measure, fact.quantity.bound.value, fact.row) == ("count", ">=", "每季度开展培训")


def test_a_quoted_project_and_its_score() -> None:
    found = facts("2023年度“平安建设经费”项目自评总分98.5分，其中预算执行率得分18.5分。", kind="final_accounts")
    assert {f.subject for f in found} == {"平安建设经费"}
    assert [f.row for f in found] == ["自评总分", "自评总分/预算执行率得分"]


# ---- what is no figure, and where facts stand


def test_years_dates_documents_and_telephones_are_no_figures() -> None:
    assert facts("根据云财〔2018〕16号文件，9月29日起执行，电话：027-12345678，第15届会议，2010302科目。") == []


def test_glossaries_give_no_facts() -> None:
    found = prose_facts([paragraph("（一）公用经费：指10万元以下的支出。", "第四部分 名词解释")], BUDGET)
    assert found == []


def test_context_holds_the_figure_and_the_head_of_its_item() -> None:
    text = "1.一般公共服务支出（类）。年初预算为6万元，支出决算为5万元。"
    fact = facts(text, kind="final_accounts")[1]
    assert text[fact.context.start : fact.context.end].startswith("一般公共服务支出（类）。年初预算")
    uses = "、".join(f"第{n}类设备的购置维护" for n in range(20))
    long = f"项目支出主要用于{uses}等方面，合计30万元，其中设备购置经费8万元。"
    for one in facts(long):
        assert one.context.start <= one.place.start < one.place.end <= one.context.end
        assert one.context.end - one.context.start < len(long)


ALPHABET = "一二基本支出项目收入元万%0123456789.，。；：（）其中比增加减少无占完成预算年度为、"


@given(st.text(alphabet=ALPHABET, max_size=80))
def test_any_text_gives_facts_whose_place_is_their_print(text: str) -> None:
    for fact in prose_facts([paragraph(text, "一、说明")] if text else [], BUDGET):
        assert fact.context.start <= fact.place.start < fact.place.end <= fact.context.end
        assert fact.row
        if fact.quantity.printed != "无":
            assert said(text, fact) == fact.quantity.printed


@given(st.decimals(min_value=0, max_value=99999, places=2), st.sampled_from(["增加", "减少", "增长", "下降"]))
def test_direction_is_the_verbs(value: Decimal, verb: str) -> None:
    [fact] = [f for f in facts(f"培训费预算10万元，较上年{verb}{value}万元。") if f.measure == "change"]
    expected = 0 if value == 0 else 1 if verb in {"增加", "增长"} else -1
    assert (fact.direction, fact.quantity.value) == (expected, value)


def test_same_text_gives_the_same_ids() -> None:
    text = "2023年收支总预算9万元，其中：基本支出5万元。"
    assert [f.id for f in facts(text)] == [f.id for f in facts(text)]


def test_cars_that_are_held_are_counted_and_not_their_cost() -> None:
    found = facts(
        "截至2025年12月底，本单位共有公务用车3辆，其中，机要通信用车1辆，应急保障用车2辆；公务用车购置费0.5万元。"
    )
    assert {str(f.quantity.value): f.concept for f in found} == {
        "3": "vehicles",
        "1": "confidential_cars",
        "2": "emergency_cars",
        "0.5": "car_purchase",
    }


def test_amounts_that_only_their_use_names() -> None:
    found = facts(
        "2025年债券资金109.1万元，其中安排45.6万元用于6个重点项目建设，安排25万元用于补充财力，安排2.3万元用于收购商品房。"
    )
    rows = {str(f.quantity.value): f.row for f in found}
    assert rows["25"].endswith("/补充财力")
    assert rows["2.3"].endswith("/收购商品房")
    assert only(facts("公务接待费，2025年预算安排5万元用于接待来访。"), "5").concept == "official_reception"


def test_a_share_under_the_caption_of_a_chart_is_of_nothing_named() -> None:
    assert facts("一般公共预算财政拨款支出结构图 5.93% 11.79%") == []
