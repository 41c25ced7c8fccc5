"""Sentences of the genre, invented, and the facts that they must give."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from corpus.disclosure import Disclosure, Fact, Kind
from ingest.lines import Paragraph
from ingest.prose import prose_facts

BUDGET = Disclosure(
    id="d1",
    title="云溪区测试中心2023年部门预算",
    issuer="云溪市云溪区测试中心",
    aliases=("云溪区测试中心", "测试中心"),
    units=("云溪区测试所",),
    region=("云溪市", "云溪区"),
    fiscal_year=2023,
    kind="budget",
    scope="unit",
    published=None,
    source="a.txt",
    media_type="text/plain",
    sha256="0" * 64,
    original_sha256=None,
    narrative="original",
    pages=None,
    ingested_at="2024-01-01T00:00:00Z",
)


def paragraph(text: str, *section: str, at: int = 0) -> Paragraph:
    return Paragraph(text, tuple(range(at, at + len(text))), section)


def facts(*texts: str, section: str = "一、情况说明", kind: Kind = "budget") -> list[Fact]:
    starts = accumulate((len(t) + 1 for t in texts), initial=0)
    read = [paragraph(t, section, at=at) for t, at in zip(texts, starts, strict=False)]
    return prose_facts(read, replace(BUDGET, kind=kind))


def only(found: list[Fact], value: str) -> Fact:
    matching = [f for f in found if f.quantity.value == Decimal(value)]
    assert len(matching) == 1, [f"{f.row}={f.quantity}" for f in found]
    return matching[0]


def said(text: str, fact: Fact) -> str:
    return text[fact.place.start : fact.place.end]


# ---- amounts, shares, changes


def test_a_total_with_its_parts_and_their_shares() -> None:
    found = facts(
        "2023年支出合计90.00万元。其中：基本支出60.00万元，占本年支出66.67%；项目支出30.00万元，占本年支出33.33%。",
        kind="final_accounts",
    )
    assert (only(found, "90.00").concept, only(found, "90.00").basis) == ("current_expenditure", "final_accounts")
    assert only(found, "60.00").row == "支出合计/基本支出"
    share = only(found, "33.33")
    assert (share.measure, share.concept, share.column) == ("share", "project_expenditure", "占本年支出")


def test_what_is_said_of_revenue_and_expenditure_together_is_said_of_each() -> None:
    text = "2023年度收、支总计77.5万元。与2022年度相比，收、支总计各减少2.5万元，下降3.13%。"
    found = facts(text, kind="final_accounts")
    assert [(f.row, f.concept) for f in found if f.quantity.value == Decimal("77.5")] == [
        ("收入总计", "total_revenue"),
        ("支出总计", "total_expenditure"),
    ]
    changes = [f for f in found if f.measure == "change"]
    assert {f.direction for f in changes} == {-1}
    assert {f.year for f in changes} == {2023}
    assert len({f.id for f in found}) == len(found) == 6


def test_a_change_belongs_to_the_documents_year_and_says_what_it_is_compared_with() -> None:
    found = facts("2023年部门收支总预算120万元，比2022年预算增加20万元，增长20%。")
    changes = [f for f in found if f.quantity.value == Decimal(20)]
    assert {(f.measure, f.direction, f.year, f.basis) for f in changes} == {
        ("change", 1, 2023, "budget"),
        ("growth", 1, 2023, "budget"),
    }
    assert changes[0].column == "比2022年预算增加"


def test_decrease_may_be_the_word_for_a_rate() -> None:
    assert only(facts("公用经费12万元，较上年减少3万元，减少20%。"), "20").direction == -1


def test_the_verb_may_stand_before_the_thing() -> None:
    found = facts("年中追加差旅费预算0.65万元。", kind="final_accounts")
    fact = only(found, "0.65")
    assert (fact.measure, fact.direction, fact.concept, fact.basis) == ("change", 1, "travel_fee", "budget")


def test_an_undecided_template_choice_has_no_direction() -> None:
    fact = only(facts("公务接待费0.5万元，比2022年预算增加（减少）0万元。"), "0")
    assert (fact.measure, fact.direction, fact.concept) == ("change", 0, "official_reception")


def test_unchanged_is_a_change_of_nothing() -> None:
    text = "公务用车运行维护费4.4万元，与2022年预算相比无变化。"
    fact = only(facts(text), "0")
    assert (fact.measure, fact.direction, said(text, fact)) == ("change", 0, "无变化")
    assert only(facts("（一）公务接待费1万元，比上年预算持平。"), "0").concept == "official_reception"


# ---- phases and years


def test_a_list_item_head_governs_the_sentences_after_it() -> None:
    found = facts(
        "2.社会保障和就业支出（类）。本年年初预算为61.7万元，支出决算为41.2万元，完成年初预算的66.8%，"
        "支出决算数小于年初预算数的主要原因是人员变动。",
        kind="final_accounts",
    )
    assert {f.concept for f in found} == {"social_security"}
    assert [(f.basis, f.measure) for f in found] == [
        ("budget", "amount"),
        ("final_accounts", "amount"),
        ("final_accounts", "completion"),
    ]
    assert all(f.reason is not None for f in found)


def test_a_subject_chain_is_a_path() -> None:
    fact = facts("3.“教育支出（类）普通教育（款）小学教育（项）”科目8.5万元，主要用于小学教育。")[0]
    assert fact.row == "教育支出/普通教育/小学教育"


def test_another_years_amount_is_of_that_year() -> None:
    found = facts("差旅费2023年预算安排6万元，2022年预算执行数为5万元。")
    assert (only(found, "5").year, only(found, "5").basis) == (2022, "prior_year")
    assert (only(found, "6").year, only(found, "6").basis) == (2023, "budget")


def test_last_years_amount_may_stand_in_the_comparison() -> None:
    found = facts("2023年收入合计100万元，较2022年的90万元增加10万元，增长11.1%。", kind="final_accounts")
    assert (only(found, "90").year, only(found, "90").basis) == (2022, "prior_year")
    assert (only(found, "10").year, only(found, "10").measure) == (2023, "change")


def test_a_self_evaluations_budget_is_the_full_years() -> None:
    text = "2．河道巡查经费项目绩效自评综述：该项目全年预算数为16万元，执行数为12万元，完成预算的75%。"
    found = facts(text, kind="final_accounts")
    assert {f.subject for f in found} == {"河道巡查经费"}
    assert [(f.basis, f.measure) for f in found] == [
        ("adjusted_budget", "amount"),
        ("final_accounts", "amount"),
        ("final_accounts", "completion"),
    ]


def test_parts_share_the_phase_of_their_whole() -> None:
    found = facts(
        "测试中心部门整体调整后预算数为80万元，其中，基本支出50万元，项目支出30万元，实际执行金额为72万元，执行率90%。",
        kind="final_accounts",
    )
    assert only(found, "50").basis == "adjusted_budget"
    assert (only(found, "72").basis, only(found, "72").row) == ("final_accounts", only(found, "80").row)
    assert only(found, "90").measure == "completion"


def test_a_source_goes_on_through_its_sentence() -> None:
    text = "政府性基金预算财政拨款年初结转和结余1万元，本年收入2万元，年末结转和结余3万元。"
    found = facts(text, kind="final_accounts")
    assert [f.concept for f in found] == ["opening_balance", "current_revenue", "closing_balance"]
    assert {f.aspect for f in found} == {"government_fund_budget"}


def test_respectively_gives_each_its_own() -> None:
    found = facts("货物、工程、服务采购金额分别为1万元、2万元和3万元。2023年收入总计、支出总计分别为9万元和8万元。")
    assert [f.concept for f in found] == [
        "procurement_goods", "procurement_works", "procurement_services", "total_revenue", "total_expenditure",
    ]  # fmt: skip


def test_a_head_may_stand_without_a_number() -> None:
    text = "教育支出（类）普通教育（款）小学教育（项）。年初预算32万元，支出决算31.5万元。"
    found = facts(text, kind="final_accounts")
    assert {f.row for f in found} == {"教育支出/普通教育/小学教育"}
    total = facts("普通教育（款）：2023年支出合计16万元。")
    assert total[0].concept == found[0].concept or total[0].row == "普通教育(款)"


def test_less_than_last_year_is_a_change() -> None:
    fact = only(facts("公务接待费5万元，本年数小于上年预算数1.5万元。"), "1.5")
    assert (fact.measure, fact.direction, fact.concept) == ("change", -1, "official_reception")


# ---- projects and parts


def test_projects_under_project_expenditure_are_subjects() -> None:
    found = facts(
        "2023年项目支出20万元，具体使用情况如下：",
        "1. 平安建设经费14万元，主要用于巡查。",
        "2. 平台维护费6万元，主要用于平台维护。与2022年预算持平。",
    )
    assert [f.subject for f in found] == [None, "平安建设经费", "平台维护费", "平台维护费"]
    assert only(found, "14").row == "项目支出/平安建设经费"


def test_parts_of_a_part_keep_the_whole_path() -> None:
    found = facts(
        "一般公共预算基本支出50万元，其中：",
        "1.人员经费40万元，包括：",
        "（1）工资福利支出30万元，主要用于工资。",
        "（2）对个人和家庭的补助10万元。",
        "2.公用经费9万元。",
    )
    assert only(found, "30").row == "一般公共预算基本支出/人员经费/工资福利支出"
    assert only(found, "9").row == "一般公共预算基本支出/公用经费"
    assert only(found, "10").concept == "personal_and_family_subsidies"


def test_a_part_is_not_the_whole_it_stands_under() -> None:
    found = facts("公务用车运行费0.9万元，其中：洗车费0.2万元；过路费0.7万元。")
    assert only(found, "0.2").row == "公务用车运行费/洗车费"
    assert only(found, "0.2").concept is None
    assert only(found, "0.7").row == "公务用车运行费/过路费"


def test_a_list_without_amounts_opens_no_list() -> None:
    found = facts("其中：人员经费9万元，主要包括：基本工资、奖金；公用经费3万元，主要包括：办公费。")
    assert only(found, "3").row.endswith("公用经费")
    assert "人员经费/" not in only(found, "3").row


def test_general_words_do_not_name_a_thing() -> None:
    text = "我单位共申报项目12个，项目预算资金80万元，项目实际支出72万元，执行率90%。"
    found = facts(text, kind="final_accounts")
    assert only(found, "72").concept == "project_expenditure"
    assert (only(found, "12").measure, only(found, "12").concept) == ("count", "project_count")


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
