"""The chat in a real browser: ask, read the figure, open the source at the marked quote; history, votes, permalinks."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

ISSUER = "云溪区测试中心"
TOTAL = f"{ISSUER}2022年三公经费支出是多少？"


def ask(page, question: str):
    before = page.locator(".answer").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.locator(".answer:not([aria-busy])").nth(before).wait_for()
    return page.locator(".answer").last


def test_an_answer_shows_the_figure_first_and_leads_to_the_marked_cell(opened):
    page = opened()
    answer = ask(page, f"{ISSUER}2022年基本支出决算是多少？")
    assert answer.locator(".amount b").inner_text() == "300.00"
    assert answer.locator(".unit").inner_text() == "万元"
    assert "决算" in answer.locator(".about").inner_text()
    answer.locator(".sources summary").click()
    for chip in answer.locator(".cites .ref").all():
        chip.click()
        place = page.locator("#source mark, #source td.cited").first
        place.wait_for()
        assert "300.00" in place.inner_text()
        assert place.evaluate(
            "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
        )
    answer.locator(".cites li", has_text="支出决算表").locator(".ref").first.click()
    assert page.locator("#source thead th.lit").inner_text() == "基本支出"
    assert page.locator("#source tbody th.lit").inner_text() == "合计"


def test_a_calculation_unfolds_with_its_operands(opened):
    page = opened()
    answer = ask(page, f"{ISSUER}2022年项目支出占总支出的比重是多少？")
    assert "40.00" in answer.locator(".amount b").inner_text()
    answer.locator(".derivation summary").click()
    assert "200.00 ÷ 500.00" in answer.locator(".derivation .formula").inner_text()
    assert "200.00" in answer.locator(".derivation table").inner_text()
    assert answer.locator("table").count() == 1  # said once


def test_a_follow_up_keeps_to_the_body_and_a_reload_brings_the_conversation_back(opened):
    page = opened()
    ask(page, f"{ISSUER}2022年基本支出决算是多少？")
    assert ask(page, "那项目支出呢？").locator(".amount b").inner_text() == "200.00"
    page.reload()
    page.locator(".answer").nth(1).wait_for()
    assert page.locator(".answer .amount b").all_inner_texts() == ["300.00", "200.00"]


def test_what_is_not_disclosed_is_said_without_a_figure(opened):
    answer = ask(opened(), f"{ISSUER}2022年会议费是多少？")
    assert "没有查到" in answer.locator(".state").inner_text()
    assert answer.locator(".amount").count() == 0


def test_a_contradiction_shows_both_figures(opened):
    page = opened()
    answer = ask(page, f"{ISSUER}2022年公务接待费支出决算是多少？")
    conflict = answer.locator(".conflict")
    assert "不一致" not in answer.locator(".words").inner_text()  # said once, in its frame
    assert {"3.60", "3.20"} <= set(re.findall(r"\d\.\d\d", conflict.inner_text()))
    conflict.locator(".ref").first.click()
    page.locator("#source mark, #source td.cited").first.wait_for()


def test_conversations_are_renamed_exported_and_deleted(opened):
    page = opened()
    ask(page, TOTAL)
    entry = page.locator("#conversations li:not(.day)").first
    entry.locator("summary").click()
    with page.expect_download() as download:
        entry.get_by_text("导出 Markdown").click()
    text = download.value.path().read_text("utf-8")
    assert TOTAL in text
    assert "12.50" in text or "12.5" in text
    assert "- [1] 《" in text
    entry.get_by_text("改名").click()
    page.keyboard.type("接待与用车")
    page.keyboard.press("Enter")
    page.locator("#conversations .name", has_text="接待与用车").wait_for()
    entry = page.locator("#conversations li:not(.day)").first
    entry.locator("summary").click()
    entry.get_by_text("删除").click()
    page.locator("#confirm button[value=yes]").click()
    page.locator("#welcome").wait_for()
    assert page.locator("#conversations .name", has_text="接待与用车").count() == 0


def test_a_question_is_narrowed_to_chosen_documents(opened):
    page = opened()
    page.locator("#scope summary").click()
    page.locator("#shelf input").first.check()
    with page.expect_request("**/api/ask") as request:
        ask(page, TOTAL)
    assert len(request.value.post_data_json["disclosures"]) == 1


def test_a_vote_with_a_note_is_kept(opened):
    page = opened()
    answer = ask(page, TOTAL)
    answer.get_by_role("button", name="有误").click()
    note = answer.locator(".note input")
    note.fill("应为预算数")
    note.press("Enter")
    answer.locator(".note").wait_for(state="hidden")
    page.reload()
    pressed = page.locator(".thumb[aria-pressed=true]")
    pressed.wait_for()
    assert pressed.inner_text() == "有误"


def test_an_answer_has_an_address_and_an_evidence_pack(opened, address):
    page = opened()
    answer = ask(page, TOTAL)
    link = answer.get_by_role("link", name="证据包")
    link.wait_for()
    path = link.get_attribute("href")
    shared = opened(path.removesuffix("/evidence"))
    assert shared.locator(".amount b").inner_text() == "12.50"
    pack = opened(path)
    words = pack.locator("main").inner_text()
    assert re.search(r"\b[0-9a-f]{64}\b", words)
    assert "逐字一致" in words
    body = pack.request.get(f"{address}/api{path.removesuffix('/evidence')}/evidence.csv").body().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(body)))
    assert (row["value"], row["unit"], row["issuer"]) == ("12.50", "万元", ISSUER)
    assert "12.50" in row["quote"]
    assert len(row["sha256"]) == 64


def test_a_figure_is_copied_with_its_source_in_one_line(opened):
    page = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, TOTAL).locator("[data-copy]").click()
    page.locator("#toast.shown").wait_for()
    line = page.evaluate("navigator.clipboard.readText()")
    assert "\n" not in line
    assert "12.50万元" in line
    assert "《云溪区测试中心2022年度部门决算》" in line


def test_everything_can_be_done_by_keyboard(opened):
    page = opened()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type(f"{ISSUER}2022年基本支出决算是多少？")
    page.keyboard.press("Enter")
    page.locator(".answer .amount").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className").startswith("answer")
    page.keyboard.press("s")
    page.locator("#source mark, #source td.cited").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "source"
    page.keyboard.press("Escape")
    page.locator("#source").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.classList.contains('ref')")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    else:
        pytest.fail("the question box is not reached with Tab")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.locator(".answer").count() == 0


def test_single_keys_can_be_switched_off(opened):
    page = opened()
    ask(page, TOTAL)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    assert page.locator(".answer").count() == 1


def test_the_drawer_of_a_narrow_page_opens_and_closes(opened):
    page = opened(width=360, height=740)
    ask(page, TOTAL)
    page.evaluate("scrollTo(0, 0)")
    page.locator("#drawer").click()
    page.locator("#conversations .name").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("#conversations").wait_for(state="hidden")


def test_an_open_question_is_settled_by_a_press(opened):
    page = opened()
    answer = {
        "conversation_id": "", "status": "ambiguous", "answer": "请明确是哪一年", "conflicts": [], "citations": [],
        "follow_ups": [], "timings_ms": {},
        "figures": [
            {"label": "支出", "value": "1", "unit": "万元", "disclosure_id": "x", "issuer": ISSUER, "fiscal_year": year,
             "basis": "budget", "scope": "unit", "citations": []}
            for year in (2021, 2022)
        ],
    }  # fmt: skip
    body = f"event: answer\ndata: {json.dumps(answer)}\n\n"
    page.route("**/api/ask", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    settled = ask(page, "三公经费多少？").locator(".follow button").nth(1)
    page.unroute("**/api/ask")
    settled.click()
    page.locator(".answer .amount b", has_text="12.50").wait_for()


def test_an_answer_is_on_screen_as_soon_as_it_came_whatever_else_is_still_asked_for(opened):
    page = opened()
    page.route(re.compile(r"/api/(?!ask)"), lambda _: None)  # never answered
    answer = ask(page, TOTAL)
    assert answer.locator(".amount b").inner_text() == "12.50"
    assert answer.locator(".amount .ref").count() > 0


def test_a_failure_says_what_to_do_and_can_be_tried_again(opened):
    page = opened()
    page.route("**/api/ask", lambda route: route.abort())
    failed = ask(page, TOTAL)
    assert "连不上服务" in failed.inner_text()
    page.unroute("**/api/ask")
    failed.get_by_role("button", name="重试").click()
    page.locator(".answer .amount").wait_for()


def test_being_offline_is_shown(opened):
    page = opened()
    page.context.set_offline(True)
    page.locator("#offline").wait_for()
    page.context.set_offline(False)
    page.locator("#offline").wait_for(state="hidden")


def test_the_page_speaks_english_by_switch(opened):
    page = opened()
    page.get_by_role("link", name="English").click()
    page.get_by_role("button", name="New conversation").wait_for()
    page.goto(page.url.split("?")[0])
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_list_is_no_single_figure(opened):
    page = opened()
    figures = [
        {"label": f"项目{n}", "value": str(n), "unit": "万元", "disclosure_id": "x", "issuer": ISSUER, "fiscal_year": 2022,
         "basis": "budget", "scope": "unit", "citations": []}
        for n in range(1, 5)
    ]  # fmt: skip
    answer = {
        "conversation_id": "", "status": "answered", "answer": "共 4 项：\n1. 项目1：**1万元**\n2. 项目2：**2万元**",
        "conflicts": [], "citations": [], "follow_ups": [], "timings_ms": {}, "figures": figures,
    }  # fmt: skip
    body = f"event: answer\ndata: {json.dumps(answer)}\n\n"
    page.route("**/api/ask", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    card = ask(page, "有哪些项目？")
    assert card.locator(".amount").count() == 0
    assert card.locator("td.number").count() == 4


def test_the_english_page_asks_and_is_answered_in_english(opened):
    page = opened("/?lang=en")
    page.locator(".example").first.click()
    answer = page.locator(".answer:not([aria-busy])")
    answer.wait_for()
    assert "project expenditure" in answer.locator(".words").inner_text()
    assert "final accounts" in answer.inner_text()
