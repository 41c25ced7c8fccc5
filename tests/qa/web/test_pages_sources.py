"""The source beside an answer: every citation is in sight at its first opening; heads stay; the place goes along."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_pages_chat import ISSUER, TOTAL, ask

from ingest.load import read as ingested

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "corpus" / "documents").glob("*.md"))
SIZES = [(1366, 850), (820, 1180), (390, 844)]
IN_SIGHT = """async place => {
  const source = await import('/static/source.js');
  await source.open(place);
  await new Promise(settled => setTimeout(settled, 50));
  const panel = document.getElementById('source');
  const lit = panel.querySelector('td.cited') ?? panel.querySelector('.reading mark') ?? panel.querySelector('tbody th.lit');
  if (!lit) return 'nothing is marked';
  const box = lit.getBoundingClientRect();
  const at = [(box.left + box.right) / 2, Math.min((box.top + box.bottom) / 2, box.top + 12)];
  const seen = document.elementFromPoint(...at);
  if (!seen) return `outside the window: ${at}`;
  return lit === seen || lit.contains(seen) || seen.contains(lit) ? '' : `covered by ${seen.outerHTML.slice(0, 80)}`;
}"""


@pytest.fixture(scope="module")
def shipped(served):
    """The shipped disclosures, taken in by the running server and taken out again."""
    store = served.state.mingzhang.home.store
    made = [ingested(path.read_bytes(), path.name) for path in SHIPPED]
    for one in made:
        store.put(one)
    yield made
    for one in made:
        store.delete(one.disclosure.id)


def citations(page, shipped, answers: int) -> list[dict]:
    """What so many answers about the shipped disclosures cite, documents taking turns: each is opened for the first time."""
    own = [[f for f in one.facts if f.measure == "amount" and f.year == one.disclosure.fiscal_year] for one in shipped]
    each = -(-answers // len(shipped))
    questions = [
        f"{one.disclosure.issuer}{fact.year}年{fact.row.split('/')[-1]}是多少？"
        for one, facts in zip(shipped, own, strict=True)
        for fact in facts[:: max(1, len(facts) // each)][:each]
    ]
    found: dict[str, dict[tuple, dict]] = {}
    for question in questions:
        answer = page.request.post(
            page.url.split("/c/")[0].rstrip("/") + "/api/ask", data={"question": question}
        ).json()
        for c in answer["citations"]:
            key = (c["start"], c["end"], (c.get("table") or {}).get("column"))
            found.setdefault(c["disclosure_id"], {})[key] = c
    turns = [list(places.values()) for places in found.values()]
    return [places[n] for n in range(max(map(len, turns), default=0)) for places in turns if n < len(places)]


def missed(opened, shipped, answers: int, sizes: list[tuple[int, int]]) -> list[str]:
    page = opened()
    places = citations(page, shipped, answers)
    assert len(places) > answers // 4
    out = []
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        for place in places:
            if why := page.evaluate(IN_SIGHT, place):
                out.append(f"{width}×{height} {place['title']} {place['quote'][:40]}: {why}")
    return out


@pytest.mark.skipif(not SHIPPED, reason="no shipped disclosures in corpus/documents")
def test_a_cited_cell_is_in_sight_at_its_first_opening(opened, shipped):
    assert missed(opened, shipped, 15, SIZES) == []


@pytest.mark.slow
@pytest.mark.skipif(not SHIPPED, reason="no shipped disclosures in corpus/documents")
def test_every_citation_of_two_hundred_answers_is_in_sight_at_its_first_opening(opened, shipped):
    assert missed(opened, shipped, 200, SIZES) == []


def test_column_heads_stay_while_a_table_is_scrolled(opened, shipped):
    page = opened(height=500)
    head = page.locator("#source .wide:has(.cited, .lit) thead").first
    long = "e => { const box = e.closest('.wide'); return box.childElementCount === 1 && box.scrollHeight > box.clientHeight + 200; }"
    for place in citations(page, shipped, 60):
        assert page.evaluate(IN_SIGHT, place) == ""
        if head.count() and head.evaluate(long):
            break
    else:
        pytest.fail("no long table is cited")
    head.evaluate("e => e.closest('.wide').scrollTo(0, 1e6)")
    panel, box = page.locator("#source").bounding_box(), head.bounding_box()
    assert panel["y"] < box["y"] < panel["y"] + panel["height"] - 40
    # Collapsed borders stay behind when heads stick: rows would be seen between two of them.
    assert head.evaluate("e => getComputedStyle(e.closest('table')).borderCollapse") == "separate"


def test_a_page_of_its_own_keeps_the_place(opened):
    page = opened()
    ask(page, f"{ISSUER}2022年基本支出决算是多少？").locator(".ref").first.click()
    page.locator("#source td.cited").wait_for()
    cited = page.locator("#source td.cited").inner_text()
    page.locator("#source .larger").click()
    page.locator(".whole td.cited").wait_for()
    assert page.locator(".whole td.cited").inner_text() == cited
    assert page.locator(".whole td.cited").evaluate("e => e.getBoundingClientRect().top < innerHeight")


def test_the_open_source_follows_the_new_answer(opened):
    page = opened()
    ask(page, f"{ISSUER}2022年基本支出决算是多少？").locator(".ref").first.click()
    page.locator("#source td.cited", has_text="300.00").wait_for()
    ask(page, f"{ISSUER}2022年项目支出决算是多少？")
    page.locator("#source td.cited", has_text="200.00").wait_for()
    assert page.evaluate("document.activeElement.id") == "question"  # the reader goes on writing


def test_a_citation_shows_where_it_leads_before_it_is_pressed(opened):
    page = opened()
    chip = ask(page, f"{ISSUER}2022年基本支出决算是多少？").locator(".amount .ref").first
    chip.hover()
    card = page.locator("#card")
    card.wait_for()
    assert "支出决算表" in card.inner_text()
    assert "合计 × 基本支出" in card.inner_text()
    assert "300.00 万元" in card.inner_text()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    chip.focus()
    card.wait_for()
    assert chip.get_attribute("aria-describedby") == "card"


def test_the_best_source_comes_first_and_the_others_behind_a_number(opened):
    page = opened()
    sources = [
        {"id": n, "disclosure_id": "x", "title": "甲", "source": "a", "section": "", "page": None, "start": n, "end": n + 1,
         "quote": quote, **({"table": {"title": "表", "row": "合计", "row_code": None, "column": "金额"}} if table else {})}
        for n, quote, table in ((1, "约三百万元", False), (2, "支出3.00万元", False), (3, "合计 | 3.00", True))
    ]  # fmt: skip
    first = """async sources => {
        const { chips } = await import('/static/chips.js');
        const box = document.createElement('p');
        box.append(...chips(sources, { value: '3.00', unit: '万元', disclosure_id: 'x', citations: [1, 2, 3] }));
        document.querySelector('main').append(box);
        const before = box.innerText;
        box.querySelector('.more').click();
        return [before, box.innerText];
    }"""
    assert page.evaluate(first, sources) == ["3+2", "321"]


def test_every_hit_of_a_search_is_marked_faintly_and_one_strongly(opened):
    page = opened("/documents")
    page.locator("#list a").first.click()
    page.locator(".find input").fill("支出")
    page.locator(".find [role=status]", has_text="1 / ").wait_for()
    assert page.locator(".reading mark, .reading .lit, .reading .cited").count() > 0
    assert page.evaluate("CSS.highlights.get('hits').size") > 5
    page.locator(".find input").fill("")
    assert page.evaluate("CSS.highlights.has('hits')") is False


def test_a_document_opens_at_its_sums_from_an_answer(opened):
    page = opened()
    link = ask(page, TOTAL).get_by_role("link", name="勾稽不符")
    link.click()
    page.locator(".checks li.contradicted").first.wait_for()


LINES = [
    "本单位承担全区检定和校准的日常工作以及设备的维护保养并按年",
    "度向主管部门报告完成情况与经费的使用情况。",
    "二、第二件事是另起一段的",
]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_lines_that_end_where_printed_lines_do_are_read_as_paragraphs(opened, between):
    told = """async text => {
        const { Reading } = await import('/static/reading.js');
        return [...new Reading(text, [], []).element.children].map(one => one.textContent.replace(/\\s/g, ''));
    }"""
    assert opened().evaluate(told, between.join(LINES * 12))[:2] == ["".join(LINES[:2]), LINES[2]]


def test_lines_that_are_sentences_stay_as_they_are(opened):
    told = """async text => {
        const { Reading } = await import('/static/reading.js');
        return new Reading(text, [], []).element.children.length;
    }"""
    long = "这一段很长" * 20
    assert opened().evaluate(told, "\n".join([*LINES, long] * 12)) == 48
