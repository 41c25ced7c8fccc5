"""All that a Word document prints is read: content controls and tables in cells; text that is hidden is not."""

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.sources.office import read_office


def text_of(document: docx.document.Document) -> list[str]:
    out = io.BytesIO()
    document.save(out)
    return read_office(out.getvalue(), "说明.docx").text.split("\n")


def test_a_table_inside_a_cell_is_printed_by_itself() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "附表"
    inner = outer.cell(0, 1).add_table(2, 2)
    for at, word in enumerate(("项目", "预算数", "办公费", "5.50")):
        inner.cell(at // 2, at % 2).text = word
    found = text_of(document)
    assert "项目\t预算数" in found
    assert "办公费\t5.50" in found
    assert found.index("附表\t") < found.index("项目\t预算数")


def test_a_content_control_is_read_in_its_place() -> None:
    document = docx.Document()
    document.add_paragraph("前")
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>公务接待费3.50万元。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, control)
    document.add_paragraph("后")
    assert [line for line in text_of(document) if line] == ["前", "公务接待费3.50万元。", "后"]


def test_hidden_text_is_left_out() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("公务接待费3.50万元。")
    paragraph.add_run("（草稿9.90万元）").font.hidden = True
    assert "公务接待费3.50万元。" in text_of(document)
