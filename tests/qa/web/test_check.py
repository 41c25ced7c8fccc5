"""POST /api/check: each figure of a text against the disclosures."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from qa.web import shapes

TEXT = "云溪区测试中心2022年决算“三公”经费支出12.50万元，其中公务接待费9.90万元。"


def test_a_text_is_checked_figure_by_figure(client):
    response = client.post("/api/check", json={"text": TEXT})
    assert response.status_code == 200
    checked = TypeAdapter(shapes.Checked).validate_python(response.json())
    assert [TEXT[f.start : f.end] for f in checked.findings] == [f.span for f in checked.findings]
    assert {f.span: f.verdict for f in checked.findings} == {"12.50万元": "supported", "9.90万元": "contradicted"}
    assert checked.summary == {"supported": 1, "contradicted": 1, "not_found": 0, "disputed": 0}


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "字" * 20_001}, {"text": "甲", "disclosures": ["x"] * 1001}]
)
def test_an_unusable_text_is_refused(client, body):
    assert client.post("/api/check", json=body).status_code == 422


def test_a_text_of_exactly_twenty_thousand_characters_is_taken(client):
    assert client.post("/api/check", json={"text": "字" * 20_000}).status_code == 200


def test_an_unknown_disclosure_is_a_404(client):
    assert client.post("/api/check", json={"text": TEXT, "disclosures": ["nosuch"]}).status_code == 404
