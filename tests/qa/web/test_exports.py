"""The Fiscal Data Package over HTTP: the export is handed in, for qa does not know ingest."""

import io
import zipfile

from readings import reading


class Packed:
    def __init__(self, text: str) -> None:
        self.text = text

    def archive(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as out:
            out.writestr("datapackage.json", self.text)
        return buffer.getvalue()


def test_a_disclosure_comes_as_one_zip_file(app, client, disclosure_id):
    app.state.mingzhang.package = lambda disclosure, facts: Packed(f"{disclosure.issuer} {len(facts)}")
    answer = client.get(f"/api/disclosures/{disclosure_id}/package.zip")
    assert answer.headers["content-type"] == "application/zip"
    said = zipfile.ZipFile(io.BytesIO(answer.content)).read("datapackage.json").decode()
    assert said == f"{reading().disclosure.issuer} {len(reading().facts)}"


def test_a_disclosure_without_tables_by_subject_says_so(app, client, disclosure_id):
    def nothing(disclosure, facts):
        raise ValueError("没有按科目列示的表格数字")

    app.state.mingzhang.package = nothing
    answer = client.get(f"/api/disclosures/{disclosure_id}/package.zip")
    assert answer.status_code == 404
    assert "没有按科目列示" in answer.json()["detail"]


def test_a_server_without_the_export_says_so(client, disclosure_id):
    assert client.get(f"/api/disclosures/{disclosure_id}/package.zip").status_code == 501


def test_an_unknown_disclosure_is_not_found(app, client):
    app.state.mingzhang.package = lambda *_: Packed("")
    assert client.get("/api/disclosures/nothing/package.zip").status_code == 404
