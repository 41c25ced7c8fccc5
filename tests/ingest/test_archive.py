"""ZIP files of disclosures, names in the encoding of Chinese systems; what cannot be read is said."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.problem import UnreadableError
from corpus.store import Store
from ingest.load import ingest
from ingest.sources import conversion
from ingest.sources.archive import is_archive, members

TEXT = "云溪县农业局2025年部门预算\n\n2025年公务接待费3.50万元。\n".encode()


def packed(*names: str) -> bytes:
    """A package with the same text under each name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, TEXT)
    return out.getvalue()


def test_a_name_in_gbk_is_read_as_its_maker_wrote_it() -> None:
    written = "公开/云溪县农业局.txt".encode("gb18030")
    data = packed("N" * len(written)).replace(b"N" * len(written), written)
    assert [name for name, _ in members(data, "a.zip")] == ["云溪县农业局.txt"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    held = Store.open(tmp_path / "home")
    yield held
    held.close()


def test_an_office_document_is_no_archive() -> None:
    assert is_archive(packed("a.txt"))
    assert not is_archive(packed("[Content_Types].xml", "word/document.xml"))
    assert not is_archive(TEXT)


def test_a_broken_package_says_what_to_do() -> None:
    with pytest.raises(UnreadableError, match="请解压后再导入"):
        list(members(packed("a.txt")[:-30], "a.zip"))


def test_a_folder_takes_in_what_is_inside_and_tells_of_the_rest(tmp_path: Path, store: Store) -> None:
    (tmp_path / "云溪.zip").write_bytes(packed("云溪县农业局2025年部门预算.txt", "附图.gif"))
    (tmp_path / "说明.ofd").write_bytes(b"OFD")
    (tmp_path / "照片.raw").write_bytes(b"?")
    results = {Path(r.path).name: r.outcome for r in ingest([tmp_path], store)}
    assert results == {"云溪县农业局2025年部门预算.txt": "new", "附图.gif": "skipped", "说明.ofd": "skipped"}


def test_an_old_document_is_converted_or_says_that_an_office_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    old = b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")
    assert conversion.is_old_word(old)
    if shutil.which("soffice") is None:
        with pytest.raises(UnreadableError, match="没有安装 LibreOffice"):
            conversion.to_docx(old, "a.doc")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableError, match="LibreOffice"):
        conversion.to_docx(old, "a.wps")
