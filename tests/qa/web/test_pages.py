"""Checking, documents and figures in a real browser; and what holds for every page: escaping, width, weight, access."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from conftest import TOKEN
from docx import Document
from playwright.sync_api import expect
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from test_pages_chat import ISSUER, TOTAL, ask

from qa.web import language, pages

AXE = Path(__file__).parent / "axe" / "axe.min.js"
TEXT = f"2022年{ISSUER}支出合计500.00万元，公务接待费4万元。另发放奖品88万元。"
GOOD = """云溪区测试中心2023年度部门决算
第一部分 决算情况说明
2023年度支出合计600.00万元，其中：基本支出350.00万元，项目支出250.00万元。
"""


def put_in(page, name: str, data: bytes, token: str = TOKEN):
    """Brings a file in; the token is asked for where the tab does not know it yet."""
    page.set_input_files("#file", {"name": name, "mimeType": "text/plain", "buffer": data})
    entry = page.locator("#jobs li").first
    entry.or_(page.locator("#token")).first.wait_for()
    if page.locator("#token").count():
        page.fill("#token", token)
        page.keyboard.press("Enter")
    return entry


def test_a_text_comes_back_with_marked_figures_and_their_reasons(opened):
    page = opened("/check")
    page.fill("#text", TEXT)
    page.keyboard.press("Control+Enter")
    page.locator(".findings").first.wait_for()
    marked = {f.locator(".sign").inner_text(): f.inner_text() for f in page.locator("button.finding").all()}
    assert "500.00万元" in marked["✓"]
    assert "4万元" in marked["✗"]
    assert "88万元" in marked["?"]
    page.locator("button.finding.contradicted").hover()
    assert "3." in page.locator("#card").inner_text()  # the mark explains itself
    page.locator("button.finding.contradicted").click()
    reason = page.locator(".findings > li.current")
    assert "3." in reason.inner_text()
    assert page.locator(".findings > li").first.get_attribute("class").startswith("contradicted")
    assert not page.locator(".checked-list details").evaluate("e => e.open")  # what is right is folded
    reason.locator(".ref").first.click()
    page.locator("#source mark, #source td.cited").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Markdown").click()
    assert "**4万元**〔✗" in download.value.path().read_text("utf-8")


def test_a_checked_text_numbers_its_marks_and_no_line_begins_with_a_stop(opened):
    page = opened("/check", width=390, height=844)
    assert page.locator("#legend dt").count() == 4  # how to read what comes back, until it is there
    page.fill("#text", TEXT * 3)
    page.keyboard.press("Control+Enter")
    page.locator(".findings").first.wait_for()
    assert not page.locator("#legend").is_visible()
    assert [sup.inner_text() for sup in page.locator(".finding sup").all()] == [str(n) for n in range(1, 10)]
    begins = """() => [...document.querySelectorAll('.kept')].filter(kept => {
        const [mark, stop] = [kept.querySelector('button').getBoundingClientRect(), new Range()];
        stop.selectNode(kept.lastChild);
        const box = stop.getBoundingClientRect();
        return kept.lastChild.nodeType === 3 && kept.lastChild.data && box.top > mark.bottom;
    }).length"""
    assert page.evaluate(begins) == 0


def test_an_example_of_what_is_held_shows_what_checking_is(opened):
    page = opened("/check")
    page.locator("#example").click()
    page.locator(".findings").first.wait_for()
    assert page.input_value("#text").startswith(ISSUER)
    assert page.locator("button.finding.supported").count() >= 1
    assert page.locator("button.finding.contradicted").count() == 1


def test_a_draft_outlives_a_reload_and_a_report_can_be_handed_on(opened):
    page = opened("/check")
    page.fill("#text", TEXT)
    page.reload()
    assert page.input_value("#text") == TEXT
    page.keyboard.press("/")
    page.keyboard.press("Control+Enter")
    page.locator(".findings").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="HTML").click()
    report = download.value.path().read_text("utf-8")
    assert '<mark class="contradicted">✗4万元' in report
    assert "<script" not in report
    with page.expect_download() as download:
        page.get_by_role("button", name="（Word）").click()
    lines = [p.text for p in Document(download.value.path()).paragraphs]
    assert any("✗4万元" in line for line in lines)
    page.set_input_files("#file", {"name": "a.docx", "mimeType": "", "buffer": download.value.path().read_bytes()})
    expect(page.locator("#text")).to_have_value(re.compile("^核对报告"), timeout=60_000)


def test_a_bad_file_is_refused_in_words_and_a_good_one_can_be_asked_about_and_deleted(opened):
    page = opened("/documents")
    bad = put_in(page, "broken.pdf", b"%PDF-1.7 this is not a pdf")
    bad.filter(has_text="✗").wait_for()
    assert bad.inner_text().count("broken.pdf") == 1
    put_in(page, "words.pdf", "只是几个字".encode()).filter(has_text="不是有效的 PDF").wait_for()
    assert page.locator("#list tbody tr").count() == 1
    put_in(page, "2023.txt", GOOD.encode()).filter(has_text="✓").wait_for()
    assert page.locator("#list tbody tr").count() == 2
    row = page.locator("#list tbody tr", has_text="2023")
    row.get_by_role("button").click()
    assert "2023" in page.locator("#confirm-what").inner_text()
    page.locator("#confirm button[value=yes]").click()
    row.wait_for(state="detached")


def test_a_wrong_token_is_said(opened):
    page = opened("/documents")
    put_in(page, "a.txt", GOOD.encode(), "wrong")
    page.locator("dialog", has_text="不对").wait_for()
    page.keyboard.press("Escape")
    page.locator("#jobs li", has_text="令牌").wait_for()


def test_an_upload_says_what_it_replaced_and_offers_to_go_on(opened):
    page = opened("/documents")
    put_in(page, "first.txt", GOOD.encode()).filter(has_text="✓").wait_for()
    again = put_in(page, "second.txt", GOOD.replace("350", "360").replace("250", "240").encode())
    again.filter(has_text="替换了 first.txt").wait_for()
    again.get_by_role("link", name="现在提问").click()
    expect(page.locator("#question")).to_have_value(re.compile("^" + re.escape(ISSUER)))
    page.go_back()
    row = page.locator("#list tbody tr", has_text="2023")
    row.get_by_role("button").click()
    page.locator("#confirm button[value=yes]").click()
    row.wait_for(state="detached")


def test_a_file_let_go_on_the_chat_is_brought_in(opened):
    page = opened()
    page.evaluate(
        """text => {
            const given = new DataTransfer();
            given.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        "没有年度的文字",
    )
    page.fill("#token", TOKEN)
    page.keyboard.press("Enter")
    page.locator("#arrivals .bad", has_text="dropped.txt").wait_for()


def test_a_script_in_a_document_and_in_a_question_stays_text(opened):
    page = opened()
    question = f"{ISSUER}2022年<img src=x onerror=document.title='owned'>三公经费是多少？"
    ask(page, question)
    assert page.locator("#turns img").count() == 0
    assert "<img src=x" in page.locator(".asked").inner_text()
    page.goto(page.url.split("/c/")[0] + "/documents")
    page.locator("#list a").first.click()
    page.locator(".reading p", has_text="<script>").wait_for()
    assert page.locator(".reading script").count() == 0
    assert "owned" not in page.title()


def test_a_document_is_searched_outlined_and_audited(opened):
    page = opened("/documents")
    page.locator("#list a").first.click()
    page.locator(".reading").wait_for()
    page.locator(".find input").fill("公务用车 更新推迟")
    assert page.locator(".reading mark").inner_text() == "公务用车更新推迟"
    page.locator(".outline .link", has_text="部门职责").click()
    assert "部门职责" in page.evaluate("document.activeElement.textContent")
    page.get_by_role("tab", name="勾稽核对").click()
    failing = page.locator(".checks li.contradicted")
    failing.wait_for()
    failing.locator(".place").first.click()
    page.locator(".reading mark, .reading .lit").first.wait_for()


def test_side_by_side_blocks_stand_side_by_side(opened):
    page = opened("/documents")
    page.locator("#list a").first.click()
    row = page.locator(".printed", has_text="收入支出决算总表").locator("tbody tr").first
    row.wait_for()
    assert row.locator("th, td").all_text_contents() == [
        "一、一般公共预算财政拨款收入",
        "500.00",
        "一、一般公共服务支出",
        "420.00",
    ]


def test_figures_are_filtered_sorted_and_charted_and_lead_to_their_source(opened):
    page = opened("/facts?q=支出")
    page.locator("#list tbody tr").first.wait_for()
    page.get_by_role("button", name="数值").click()
    page.locator("th[aria-sort=ascending]").wait_for()
    page.get_by_role("button", name="数值").click()
    page.locator("th[aria-sort=descending]").wait_for()
    assert page.evaluate("document.activeElement.dataset.key") == "value"
    shown = page.locator("#list td.number a")
    assert shown.first.inner_text() == "500.00"
    option = page.locator("select[name=concept] option", has_text="项目支出").first
    assert re.search(r"（\d+）$", option.inner_text())
    page.select_option("select[name=concept]", option.get_attribute("value"))
    page.locator("#chart .bars").wait_for()
    page.locator("#chart .bars a").first.click()
    page.locator("td.cited, .reading mark").first.wait_for()
    assert "200.00" in page.locator("td.cited, .reading mark").first.inner_text()


def test_a_telephone_shows_the_filters_most_used_and_the_others_when_asked(opened):
    page = opened("/facts", width=390, height=844)
    page.locator("#list tbody tr").first.wait_for()
    assert page.locator("select[name=concept]").is_visible()
    assert not page.locator("select[name=origin]").is_visible()
    assert page.locator("#list tbody tr").first.bounding_box()["y"] < 844
    page.locator("#others").click()
    assert page.locator("select[name=origin]").is_visible()
    page.evaluate("scrollTo(0, 0)")
    page.emulate_media(media="print")
    assert not page.locator("#filter").is_visible()


def test_amounts_change_their_unit_by_moving_the_point(opened):
    page = opened("/facts")
    asked = [("25121091", "元"), ("5.50", "亿元"), ("-3.20", "千元"), ("0", "元"), ("500.00", "万元"), ("98.99", "%")]
    shift = "async asked => { const { inUnit } = await import('/static/facts.js'); return asked.map(([v, u]) => inUnit(v, u, '万元')); }"
    assert page.evaluate(shift, asked) == [
        ["2512.1091", "万元"],
        ["55000", "万元"],
        ["-0.32", "万元"],
        ["0", "万元"],
        ["500.00", "万元"],
        ["98.99", "%"],
    ]
    page.get_by_label("万元", exact=True).check()
    page.locator("#list td.unit").first.wait_for()
    assert "元" not in page.locator("#list td.unit").all_inner_texts()


PAGES = ["/", "/check", "/documents", "/facts", "/docs", "/widget", "/no-such-page"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def settled(page):
    """The page, once nothing on it is still to come."""
    page.locator("[aria-busy=true], .pending").first.wait_for(state="detached")
    return page


def violations(page) -> list[str]:
    """What stands in someone's way on the page as it is: all rules in light colours, the contrast in dark ones too."""
    settled(page)
    # What scrolls under a bar that stays in place is half covered for a moment: that is not what is looked for.
    page.evaluate("document.querySelectorAll('.top, #ask').forEach(bar => { bar.style.position = 'static' })")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))  # not a script element: the policy would refuse that
    found = []
    for scheme, kind, values in (("light", "tag", TAGS), ("dark", "rule", ["color-contrast"])):
        page.emulate_media(color_scheme=scheme)
        asked = {"runOnly": {"type": kind, "values": values}, "resultTypes": ["violations"]}
        found += page.evaluate("asked => axe.run(document, asked).then(r => r.violations)", asked)
    page.emulate_media(color_scheme="light")
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]} {v['nodes'][0]['failureSummary'][:200]}" for v in found]


def fits(page) -> bool:
    """Whether the page is no wider than a telephone."""
    page.set_viewport_size({"width": 360, "height": 740})
    return page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barrier_and_fits_360_pixels(opened, path):
    page = opened(path)
    assert violations(page) == []
    assert fits(page)
    assert fits(settled(opened(path, width=360, height=740)))


def test_an_answer_and_its_source_fit_360_pixels(opened):
    page = opened(width=360, height=740)
    ask(page, TOTAL)
    page.locator(".amount .ref").first.click()
    page.locator("#source mark, #source td.cited").first.wait_for()
    assert fits(page)


def test_answers_and_sources_have_no_barrier(opened):
    page = opened()
    for question in (
        f"{ISSUER}2022年项目支出占总支出的比重是多少？",
        f"{ISSUER}2022年会议费是多少？",
        f"{ISSUER}2022年公务接待费支出决算是多少？",
    ):
        answer = ask(page, question)
    answer.locator(".ref").first.click()
    page.locator("#source mark, #source td.cited").first.wait_for()
    assert violations(page) == []
    page.get_by_role("tab", name="勾稽核对").click()
    page.locator(".checks").first.wait_for()
    assert violations(page) == []


def test_shared_answers_evidence_and_documents_have_no_barrier(opened):
    page = opened(width=360, height=740)
    link = ask(page, TOTAL).get_by_role("link", name="证据包")
    link.wait_for()
    path = link.get_attribute("href")
    page.set_viewport_size({"width": 1280, "height": 800})
    for address in (path, path.removesuffix("/evidence")):
        page.goto(page.url.split("/answers")[0].rstrip("/") + address)
        assert violations(page) == []
        assert fits(page)
        page.set_viewport_size({"width": 1280, "height": 800})
    page = opened("/documents")
    page.locator("#list a").first.click()
    page.locator(".reading").wait_for()
    assert violations(page) == []


def test_a_checked_text_has_no_barrier(opened):
    page = opened("/check")
    page.fill("#text", TEXT)
    page.get_by_role("button", name="核对", exact=True).click()
    page.locator(".findings").first.wait_for()
    assert violations(page) == []


def test_scripts_are_sent_every_word_that_they_name():
    static = Path(pages.__file__).parent / "static"
    scripts = "".join(path.read_text("utf-8") for path in static.glob("*.js"))
    sent = language.script_words("zh")
    named = set(re.findall(r"\bt\(\"(\w+)\"", scripts))
    assert len(named) > 100
    assert named - sent.keys() == set()
    for begin in set(re.findall(r"\b(?:t|said)\(`(\w+_)\$", scripts)):
        assert any(key.startswith(begin) for key in sent), begin


@pytest.mark.parametrize("path", ["/", "/check", "/documents", "/facts", "/docs", "/widget"])
def test_the_first_load_is_light(browser, address, path):
    window = browser.new_context(locale="zh-CN")
    page = window.new_page()
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(address + path)
    settled(page)
    assert len(sizes) >= 5
    assert sum(sizes) <= 150_000
    window.close()


def test_a_pdf_draft_is_read_by_the_service_and_shown_with_its_findings(opened):
    page = opened("/check")
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(60, 700, TEXT[:30])
    canvas.drawString(60, 680, TEXT[30:])
    canvas.save()
    page.set_input_files("#file", {"name": "a.pdf", "mimeType": "", "buffer": out.getvalue()})
    page.locator(".findings").first.wait_for()
    assert page.locator("button.finding.contradicted").count() == 1
    page.set_input_files("#file", {"name": "b.pdf", "mimeType": "", "buffer": b"%PDF-1.7 cut off"})
    page.locator("#result .notice.bad", has_text="PDF 不完整").wait_for()
