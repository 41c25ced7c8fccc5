"""The answer card, and what is around it: how it was come by, charts to take away, addresses, history, short questions."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from test_pages import violations
from test_pages_chat import ISSUER, TOTAL, ask

from qa.plan.nodes import Apply, Condition, Look, Members, Read, Stated, Thing, as_dict

FIGURE = {
    "unit": "万元",
    "disclosure_id": "x",
    "basis": "budget",
    "scope": "unit",
    "citations": [],
    "fiscal_year": 2022,
}


def replied(page, question: str, **answer):
    """The card of an answer that the server is made to give."""
    whole = {
        "conversation_id": "", "status": "answered", "answer": "", "conflicts": [], "citations": [], "follow_ups": [],
        "timings_ms": {}, "figures": [],
    } | answer  # fmt: skip
    body = f"event: answer\ndata: {json.dumps(whole)}\n\n"
    page.route("**/api/ask", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    card = ask(page, question)
    page.unroute("**/api/ask")
    return card


def figure(value: str, label: str = "基本支出", issuer: str = "某市甲区中心", **more):
    return FIGURE | {"label": label, "value": value, "issuer": issuer} | more


def test_the_plan_is_told_folded(opened):
    share = {"op": "SHARE", "args": [{"look": {"thing": ["办公费"], "when": 2022}}, {"look": {"thing": ["公用经费"]}}]}
    plan = {"roots": [share], "assumed": ["按年初预算"], "unused": ["大概"]}
    card = replied(opened(), "问", figures=[figure("3.00")], plan=plan, understood="2022 年办公费占公用经费多少")
    told = card.locator(".derivation")
    assert not told.evaluate("e => e.open")
    told.locator("summary").click()
    words = told.inner_text()
    assert all(one in words for one in ("2022 年办公费占", "占比（办公费 2022 年，公用经费）", "按年初预算", "大概"))


THING = Thing("物业费", 0, 3)
NODES = {
    "物业费 2022 年 年初预算": Look((THING,), when=2022, basis="initial_budget"),
    "总数 以“人”计": Look((), counter="人"),
    "物业费里的 物业费 增减率": Look((THING,), within=(THING,), measure="growth"),
    "余下（物业费，物业费 6.00 万元）": Apply("REMAIN", (Look((THING,)), Stated(Decimal("6.00"), "万元", (THING,)))),
    "最大（各项目 2022 年 多于 5 万元 取 3 个）": Apply(
        "ARGMAX", (Members("projects", when=2022, keep=Condition("more", Decimal(5), "万元"), most=3),)
    ),
    "物业费 · 原因": Read("reason", (THING,), "为什么"),
}


def test_every_kind_of_node_of_a_plan_is_told_in_words(opened):
    page = opened()
    told = "async nodes => { const { worded } = await import('/static/derivation.js'); return nodes.map(worded); }"
    assert page.evaluate(told, [as_dict(node) for node in NODES.values()]) == list(NODES)


def test_the_parts_of_a_calculation_are_told_once_and_each_mark_shows_its_own_part(opened):
    page = opened()
    answer = ask(page, f"{ISSUER}2022年项目支出占总支出的比重是多少？")
    assert "\n" not in answer.locator(".words").inner_text().strip()
    marks = answer.locator(".amount .ref")
    if answer.locator(".amount .more").count():
        answer.locator(".amount .more").click()
    shown = []
    for mark in marks.all():
        mark.hover()
        page.locator("#card:not([hidden])").wait_for()
        expect(mark).to_have_attribute("aria-describedby", "card")
        shown.append(page.locator("#card").inner_text())
    assert any("200.00 万元" in words for words in shown)
    assert not any("40.00" in words for words in shown)


def test_a_table_comes_from_three_figures_on(opened):
    page = opened()
    assert replied(page, "两个", figures=[figure("1", "甲"), figure("2", "乙")]).locator("table").count() == 0
    three = replied(page, "三个", figures=[figure(str(n), f"项{n}") for n in range(3)])
    assert three.locator("tbody tr").count() == 3
    assert three.locator("caption").inner_text().startswith("某市甲区中心 · 2022")  # what all share is said once
    three.get_by_role("button", name="复制为表格").click()
    page.locator("#toast.shown").wait_for()


def test_a_chart_is_titled_and_leaves_as_a_picture_a_drawing_and_a_table(opened):
    page = opened()
    both = [figure("3.00"), figure("4.00", issuer="某市乙区中心", basis="final_accounts")]
    chart = replied(page, "比较", figures=both).locator(".chart")
    assert chart.locator("figcaption").inner_text() == "基本支出 · 2022 年（万元）"
    assert chart.locator("tbody th").all_inner_texts() == ["乙区中心 · 决算", "甲区中心 · 年初预算"]
    assert "口径不同" in chart.locator(".caveat").inner_text()
    taken = {}
    for kind in ("PNG", "SVG", "CSV"):
        with page.expect_download() as download:
            chart.get_by_role("button", name=f"图存为 {kind}").click()
        assert download.value.suggested_filename.startswith("基本支出-2022")
        taken[kind] = download.value.path().read_bytes()
    assert taken["PNG"].startswith(b"\x89PNG")
    drawn = taken["SVG"].decode()
    assert all(one in drawn for one in ("基本支出 · 2022 年（万元）", "4.00 万元", "口径不同"))
    assert "乙区中心 · 决算,2022,4.00,万元" in taken["CSV"].decode("utf-8-sig")


def test_a_bar_of_another_item_says_so(opened):
    both = [
        figure("3.00", "基本支出合计"),
        figure("9.00", "人员类项目支出·2021", "某市乙区中心"),
        figure("4.00", issuer="某市丙区中心"),
    ]
    chart = replied(opened(), "比较", figures=both).locator(".chart")
    assert chart.locator("figcaption").inner_text().startswith("基本支出 · 2022")
    names = ["乙区中心 · 人员类项目支出·2021", "丙区中心", "甲区中心"]
    assert chart.locator("tbody th").all_inner_texts() == names
    assert "名目" in chart.locator(".caveat").inner_text()


def test_suggested_questions_are_short_and_answered_as_asked(opened):
    page = opened()
    answer = ask(page, f"{ISSUER}2022年基本支出决算是多少？")
    pills = answer.locator(".follow button")
    asked = [(pill.inner_text(), pill.get_attribute("title")) for pill in pills.all()]
    assert asked
    for short, whole in asked:
        assert ISSUER not in short
        assert len(short) < len(whole)
        thing = re.sub(r"呢？$|是.*$|[？?]", "", short)
        told = page.request.post(page.url.split("/c/")[0] + "/api/ask", data={"question": whole}).json()
        assert told["status"] in {"answered", "partial"}
        assert thing[:2] in json.dumps(told, ensure_ascii=False)


def test_a_question_can_be_edited_recalled_and_asked_again(opened):
    page = opened()
    answer = ask(page, TOTAL)
    page.locator(".edit").click()
    assert page.input_value("#question") == TOTAL
    page.fill("#question", "")
    page.press("#question", "ArrowUp")
    assert page.input_value("#question") == TOTAL
    page.fill("#question", "")
    answer.get_by_role("button", name="重新回答").click()
    page.locator(".answer:not([aria-busy]) .amount").wait_for()
    assert page.locator(".answer").count() == 1


def test_an_answer_under_way_can_be_stopped(opened):
    page = opened()
    page.route("**/api/ask", lambda _: None)  # never answered
    page.fill("#question", TOTAL)
    page.press("#question", "Enter")
    page.get_by_role("button", name="停止").click()
    page.locator(".answer", has_text="已停止").wait_for()
    page.get_by_role("button", name="提问").wait_for()
    page.unroute("**/api/ask")
    page.locator(".answer").get_by_role("button", name="重试").click()
    page.locator(".answer .amount").wait_for()


def test_a_conversation_has_an_address_and_is_found_in_the_history(opened):
    page = opened()
    ask(page, TOTAL)
    assert re.search(r"/c/[\w-]+$", page.url)
    assert page.locator("#conversations .day").first.inner_text() == "今天"
    address = page.url
    page.keyboard.press("Escape")
    page.get_by_role("button", name="新会话").click()
    assert page.url.endswith("/")
    page.go_back()
    page.locator(".answer .amount").wait_for()
    assert page.url == address
    for n in range(6):
        page.get_by_role("button", name="新会话").click()
        ask(page, f"{ISSUER}2022年第{n}项支出")
    page.fill("#seek-conversation", "三公")
    assert page.locator("#conversations a.name").count() == 1


def test_an_unknown_conversation_leads_to_the_first_page(opened):
    page = opened("/c/nosuch")
    page.locator("#welcome").wait_for()
    page.wait_for_url("**/")


def test_the_first_page_says_what_is_held(opened):
    page = opened()
    held = page.locator(".held").inner_text()
    assert re.search(r"已收录 1 个单位、1 份文件，2022，[\d,]+ 个数字。", held)
    assert "全部 1 份" in page.locator("#scope summary").inner_text()
    page.get_by_role("link", name="个数字").click()
    page.locator("#list tbody tr").first.wait_for()


def test_a_question_in_the_address_is_put_into_the_box_or_asked(opened):
    page = opened(f"/?q={TOTAL}")
    expect(page.locator("#question")).not_to_have_value("")
    assert page.locator(".answer").count() == 0
    opened(f"/?q={TOTAL}&ask=1").locator(".answer .amount").wait_for()


def test_a_vague_name_is_replaced_by_the_chosen_one(opened):
    page = opened()
    two = [figure("1", issuer=f"某市{name}区企业服务中心") for name in ("甲", "乙")]
    card = replied(page, "企服中心2022年三公经费", status="ambiguous", figures=two)
    with page.expect_request("**/api/ask") as request:
        card.get_by_role("button", name="乙区").click()
    assert request.value.post_data_json["question"] == "某市乙区企业服务中心2022年三公经费"


def test_print_begins_with_the_answer_and_says_each_thing_once(opened):
    page = opened()
    ask(page, f"{ISSUER}2022年项目支出占总支出的比重是多少？")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".derivation").evaluate("e => e.open")
    assert page.locator(".answer").bounding_box()["y"] < 150
    assert page.locator(".answer").evaluate("e => getComputedStyle(e).breakInside") == "auto"
    assert page.locator(".answer table").count() == 1
    for hidden in (".top", "#ask", ".do", ".follow", ".bottom"):
        assert not page.locator(hidden).first.is_visible()


@pytest.mark.parametrize("path", ["/nothing", "/documents/nothing", "/answers/nothing"])
def test_what_is_not_there_is_told_on_a_page_with_ways_on(opened, path):
    page = opened(path)
    assert page.locator("h1").inner_text() == "没有这一页"
    assert page.locator("main a").count() == 3
    assert "(" not in page.locator("main").inner_text()  # one language
    answer = page.request.get(page.url.replace(path, "/api/disclosures/nothing"))
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_shared_answer_says_what_it_is_to_those_who_preview_it(opened):
    page = opened()
    ask(page, TOTAL)
    link = page.get_by_role("link", name="证据包")
    link.wait_for()
    page.goto(page.url.split("/c/")[0] + link.get_attribute("href").removesuffix("/evidence"))
    told = {
        name: page.locator(f'meta[property="og:{name}"]').get_attribute("content") for name in ("title", "description")
    }
    assert TOTAL in told["title"]
    assert "12.5" in told["description"]


def test_the_widget_answers_where_it_stands(opened):
    page = opened("/widget")
    page.get_by_label("您的问题").fill(TOTAL)
    page.keyboard.press("Enter")
    page.locator("section b", has_text="12.50").wait_for()
    assert "ask=1" in page.get_by_role("link", name="看算式与原文").get_attribute("href")


def test_narrow_pages_show_cards_instead_of_tables(opened):
    page = opened("/facts", width=390, height=844)
    row = page.locator("#list tbody tr").first
    row.wait_for()
    assert not page.locator("#list thead").is_visible()
    assert row.bounding_box()["width"] < 390
    assert "万元" in row.locator(".number").inner_text()


def test_the_interface_page_tells_what_to_send_and_what_comes_back(opened):
    page = opened("/docs")
    call = page.locator(".operation", has_text="POST /api/ask")
    call.locator("summary").first.click()
    told = call.locator(".snippet").first.inner_text()
    assert told.startswith("curl -X POST")
    assert "/api/ask" in told
    sent = json.loads(re.search(r"-d '(.*)'$", told)[1])
    answer = page.request.post(page.url.replace("/docs", "/api/ask"), data=sent)
    assert answer.ok
    call.locator("details summary", has_text="200").click()
    assert set(json.loads(call.locator("details .snippet").first.inner_text())) <= set(answer.json()) | {
        "reason",
        "calculation",
        "plan",
        "understood",
        "chart",
    }
    assert '"not_found"' in call.inner_text()


def test_the_interface_page_names_every_call_in_chinese(opened):
    page = opened("/docs")
    page.locator(".operation").first.wait_for()
    told = page.locator(".operation > summary").all_inner_texts()
    assert len(told) > 30
    assert [line for line in told if not re.search("[一-鿿]", line)] == []
    assert "`" not in page.locator("#paths").evaluate("e => e.textContent")


def test_what_folds_and_floats_has_no_barrier(opened):
    page = opened()
    answer = ask(page, f"{ISSUER}2022年项目支出占总支出的比重是多少？")
    answer.locator(".derivation summary").click()
    answer.locator(".sources summary").click()
    answer.locator(".amount .ref").first.focus()
    page.locator("#card").wait_for()
    assert violations(page) == []
    page.locator("#scope summary").click()
    page.locator("#shelf input").first.wait_for()
    assert violations(page) == []
    both = [figure("3.00"), figure("4.00", issuer="某市乙区中心", basis="final_accounts")]
    replied(page, "比较", figures=both)
    assert violations(page) == []


def test_charts_and_calls_have_no_barrier(opened):
    page = opened("/facts")
    option = page.locator("select[name=concept] option", has_text="项目支出").first
    option.wait_for(state="attached")
    page.select_option("select[name=concept]", option.get_attribute("value"))
    page.locator("#chart .bars").wait_for()
    assert violations(page) == []
    page = opened("/docs")
    page.locator(".operation summary").first.click()
    page.locator(".operation details summary").first.click()
    assert violations(page) == []
