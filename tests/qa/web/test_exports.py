"""The Fiscal Data Package over HTTP: the export is handed in, for qa does not know ingest."""

import io
import zipfile

from fastapi.testclient import TestClient
from readings import reading

from qa.settings import Settings
from qa.web.app import create_app


class Packed:
    def __init__(self, text: str) -> None:
        self.text = text

    def archive(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as out:
            out.writestr("datapackage.json", self.text)
        return buffer.getvalue()


def served(tmp_path, package):
    app = create_app(Settings(home=tmp_path), package=package, warm=False)
    app.state.mingzhang.home.store.put(reading())
    return TestClient(app, raise_server_exceptions=False)


def test_a_disclosure_comes_as_one_zip_file(tmp_path, disclosure_id):
    client = served(tmp_path, lambda disclosure, facts: Packed(f"{disclosure.issuer} {len(facts)}"))
    answer = client.get(f"/api/disclosures/{disclosure_id}/package.zip")
    assert answer.headers["content-type"] == "application/zip"
    said = zipfile.ZipFile(io.BytesIO(answer.content)).read("datapackage.json").decode()
    assert said == f"{reading().disclosure.issuer} {len(reading().facts)}"


def test_a_disclosure_without_tables_by_subject_says_so(tmp_path, disclosure_id):
    def nothing(disclosure, facts):
        raise ValueError("没有按科目列示的表格数字")

    answer = served(tmp_path, nothing).get(f"/api/disclosures/{disclosure_id}/package.zip")
    assert answer.status_code == 404
    assert "没有按科目列示" in answer.json()["detail"]


def test_a_server_without_the_export_says_so(tmp_path, disclosure_id):
    assert served(tmp_path, None).get(f"/api/disclosures/{disclosure_id}/package.zip").status_code == 501


def test_an_unknown_disclosure_is_not_found(tmp_path):
    client = served(tmp_path, lambda *_: Packed(""))
    assert client.get("/api/disclosures/nothing/package.zip").status_code == 404
