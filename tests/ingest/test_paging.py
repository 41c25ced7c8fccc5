"""Glyphs to lines, ruled lines to grids, pages to one text — on papers made of a few strokes."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.sources.layout import Glyph, distinct, visual_lines
from ingest.sources.pages import Page, lay, page_of
from ingest.sources.ruling import Segment, grids

EM = 10.0


def words(text: str, x: float, y: float, em: float = EM) -> Iterator[Glyph]:
    """Glyphs side by side with their upper edge at ``y``."""
    for char in text:
        wide = em * (0.5 if char.isascii() else 1.0)
        if char != " ":
            yield Glyph(char, x, y, x + wide, y + em)
        x += wide


def ruled(xs: list[float], ys: list[float]) -> list[Segment]:
    return [
        *(Segment(upright=True, at=x, low=ys[0], high=ys[-1]) for x in xs),
        *(Segment(upright=False, at=y, low=xs[0], high=xs[-1]) for y in ys),
    ]


def sheet(rows: list[list[str]], top: float = 100.0, number: int = 1, above: list[Glyph] | None = None) -> Page:
    xs = [50.0 + 100 * n for n in range(len(rows[0]) + 1)]
    ys = [top + 20 * n for n in range(len(rows) + 1)]
    glyphs = [*(above or [])]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            glyphs += words(text, xs[c] + 3, ys[r] + 5)
    return page_of(number, (600.0, 800.0), glyphs, ruled(xs, ys))


def test_figures_that_sit_below_the_words_stay_on_their_line() -> None:
    glyphs = [*words("收入总计", 50, 100), *words("2995.39", 90, 104.5), *words("万元。", 125, 100)]
    glyphs += words("支出总计减少了一些", 50, 113)
    assert [line.text for line in visual_lines(glyphs)] == ["收入总计2995.39万元。", "支出总计减少了一些"]


def test_order_of_drawing_does_not_matter() -> None:
    glyphs = [*words("甲乙丙丁", 50, 100), *words("戊己庚辛", 50, 120)]
    assert [line.text for line in visual_lines(reversed(glyphs))] == ["甲乙丙丁", "戊己庚辛"]


def test_type_printed_twice_to_look_bold_is_read_once() -> None:
    glyphs = [*words("合计", 50, 100), *words("合计", 50.4, 100.2)]
    assert "".join(g.text for g in distinct(glyphs)) == "合计"


def test_repeated_figures_are_no_double_print() -> None:
    assert "".join(g.text for g in distinct(words("1000.00", 50, 100))) == "1000.00"


def test_words_far_apart_on_a_line_are_parted() -> None:
    glyphs = [*words("部门：云溪区测试中心", 50, 100), *words("单位：万元", 400, 100)]
    assert [line.text for line in visual_lines(glyphs)] == ["部门：云溪区测试中心    单位：万元"]


def test_a_table_comes_out_as_rows_of_tabs() -> None:
    page = sheet([["科目", "金额"], ["办公费", "1,234.50"], ["水费", ""]])
    assert lay([page]).text == "科目\t金额\n办公费\t1,234.50\n水费\t\n"


def test_a_cell_merged_over_columns_is_printed_at_its_left() -> None:
    xs, ys = [50.0, 150.0, 250.0, 350.0], [100.0, 120.0, 140.0]
    lines = [s for s in ruled(xs, ys) if not (s.upright and s.at == 250.0)]
    lines.append(Segment(upright=True, at=250.0, low=120.0, high=140.0))
    glyphs = [*words("科目", 53, 105), *words("本年支出", 200, 105), *words("甲", 153, 125), *words("乙", 253, 125)]
    assert lay([page_of(1, (600.0, 800.0), glyphs, lines)]).text == "科目\t本年支出\t\n\t甲\t乙\n"


def test_wrapped_words_of_a_cell_are_joined() -> None:
    glyphs = [*words("机关事业单位基本", 53, 102), *words("养老保险缴费", 53, 113), *words("160.75", 153, 107)]
    page = page_of(1, (600.0, 800.0), glyphs, ruled([50.0, 150.0, 250.0], [100.0, 125.0, 145.0]))
    assert lay([page]).text == "机关事业单位基本养老保险缴费\t160.75\n"


def test_a_table_without_side_borders_keeps_its_outer_columns() -> None:
    lines = [s for s in ruled([50.0, 150.0, 250.0, 350.0], [100.0, 120.0, 140.0]) if s.at not in (50.0, 350.0)]
    glyphs = [*words("甲", 60, 105), *words("乙", 160, 105), *words("丙", 260, 105), *words("1", 160, 125)]
    page = page_of(1, (600.0, 800.0), glyphs, lines)
    assert lay([page]).text == "甲\t乙\t丙\n\t1\t\n"


def test_a_frame_around_a_page_is_no_table() -> None:
    page = page_of(1, (600.0, 800.0), list(words("一、主要职能", 60, 100)), ruled([20.0, 580.0], [20.0, 780.0]))
    assert lay([page]).text == "一、主要职能\n"


def test_a_table_goes_on_with_the_same_columns() -> None:
    first = sheet([["科目", "名称", "金额"], ["301", "工资", "5"]])
    second = page_of(
        2,
        (600.0, 800.0),
        [*words("合计", 53, 105), *words("9", 253, 105)],
        [s for s in ruled([50.0, 150.0, 250.0, 350.0], [100.0, 120.0, 140.0]) if s.at != 150.0],
    )
    assert lay([first, second]).text.split("\f")[1] == "合计\t\t9\n"


def test_words_that_a_page_break_cut_off_go_back_to_their_cell() -> None:
    first = sheet([["科目", "金额"], ["国土海洋气象等支", ""]])
    second = sheet([["出", ""], ["住房保障支出", "3.66"]], number=2)
    assert lay([first, second]).text == "科目\t金额\n国土海洋气象等支出\t\n\f住房保障支出\t3.66\n"


def test_a_head_printed_again_is_not_joined_to_the_row_above() -> None:
    first = sheet([["科目", "金额"], ["水费", "无"]])
    second = sheet([["科目", "金额"], ["电费", "2"]], number=2)
    assert "水费\t无\n\f科目\t金额\n" in lay([first, second]).text


def test_page_numbers_and_running_heads_go() -> None:
    def page(n: int) -> Page:
        glyphs = [
            *words("云溪公报", 50, 20),
            *words(f"第{'甲乙丙丁戊'[n]}段", 50, 300),
            *words(f"- {n + 1} -", 290, 780),
        ]
        return page_of(n + 1, (600.0, 800.0), glyphs, [])

    assert lay([page(n) for n in range(5)]).text == "\n\f".join(f"第{c}段" for c in "甲乙丙丁戊") + "\n"


def test_every_printed_character_keeps_its_glyph() -> None:
    laid = lay([sheet([["科目", "金额"], ["水费", "2.00"]])])
    assert all(g is None or c in g.text for c, g in zip(laid.text, laid.glyphs, strict=True))


@pytest.mark.parametrize("shift", [0.0, 1.0, -1.5])
def test_lines_a_hair_apart_are_one(shift: float) -> None:
    lines = ruled([50.0, 150.0, 250.0], [100.0, 120.0, 140.0])
    doubled = [*lines, *(Segment(upright=s.upright, at=s.at + shift, low=s.low, high=s.high) for s in lines)]
    (grid,) = grids(doubled)
    assert (len(grid.xs), len(grid.ys), len(grid.areas)) == (3, 3, 4)


@given(
    st.lists(
        st.builds(
            Segment,
            upright=st.booleans(),
            at=st.floats(300, 800),
            low=st.floats(300, 550),
            high=st.floats(550, 800),
        ),
        max_size=14,
    ),
    st.lists(st.tuples(st.sampled_from("收支8.，"), st.floats(300, 800), st.floats(300, 800)), max_size=20),
)
@example(
    [
        Segment(upright=False, at=300.0, low=300.0, high=561.0),
        Segment(upright=False, at=496.5, low=300.0, high=550.0),
        Segment(upright=True, at=310.0, low=300.0, high=604.0),
        Segment(upright=True, at=540.0, low=300.0, high=550.0),
    ],
    [("收", 300.0, 300.0), ("支", 306.0, 492.0), ("8", 307.0, 300.0)],
)
def test_any_strokes_and_glyphs_make_a_page_that_loses_no_glyph(
    strokes: list[Segment], spots: list[tuple[str, float, float]]
) -> None:
    glyphs = [Glyph(c, x, y, x + 8, y + 10) for c, x, y in spots]
    text = lay([page_of(1, (600.0, 2000.0), glyphs, strokes)]).text
    assert len("".join(text.split())) == len(glyphs)
