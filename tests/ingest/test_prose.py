"""Sentences of the genre, invented, and the facts that they must give: money, phases, projects."""

from __future__ import annotations

from decimal import Decimal

from sentences import facts, only, said

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


def test_a_paragraph_that_opens_with_a_cause_explains_the_paragraph_before() -> None:
    change = "财政拨款支出预算120万元，比2022年预算增加20万元；政府性基金支出0万元，与2022年预算持平。"
    cause = "财政拨款支出增加的主要原因是新设测试站。"
    found = facts(change, cause)
    told = {str(f.quantity.value): f.reason for f in found if f.measure == "change"}
    assert told["0"] is None
    assert told["20"] is not None
    assert (change + " " + cause)[told["20"].start : told["20"].end] == "新设测试站"


def test_a_paragraph_that_opens_with_a_light_cue_explains_a_change_and_nothing_else() -> None:
    change, amount, cause = "会议费预算8万元，比上年预算数增加2万元。", "会议费预算8万元。", "主要是测试会议标准调高。"
    assert only(facts(change, cause), "2").reason is not None
    assert only(facts(amount, cause), "8").reason is None


def test_what_a_form_asks_of_who_fills_it_in_is_no_statement() -> None:
    demand = "填列数应与《收支预算总表》收入数一致，支出安排数须与上年结转数相等。"
    assert facts(demand) == []
    assert {f.measure for f in facts("会议费预算8万元，与2022年预算一致。")} == {"amount", "change"}
