"""Each table of an audit with its status and the identities that hold of it."""

from corpus.disclosure import Check, Place, Table
from qa.checking.audit_tables import audited_tables, line_of


def table(title: str, start: int, end: int, status: str = "read") -> Table:
    return Table(f"t-{start}", title, "F03", "万元", (), (), Place(start, end), (), status)


def check(rule: str, *starts: int, holds: bool | None = True) -> Check:
    return Check(rule, "", holds, None, None, None, None, "", tuple(Place(s, s + 5) for s in starts))


def test_an_identity_is_listed_under_each_table_that_it_touches() -> None:
    tables = [table("支出决算表", 0, 100), table("支出决算总表", 200, 300), table("三公经费表", 400, 450, "absent")]
    found = audited_tables(tables, [check("F03.ROW", 10), check("F03.ROW", 20, holds=False), check("XF", 30, 210)])
    assert [i["rule"] for i in found[0]["identities"]] == ["F03.ROW", "XF"]
    assert found[0]["identities"][0] == {"rule": "F03.ROW", "holds": 1, "fails": 1, "not_applicable": 0}
    assert [i["rule"] for i in found[1]["identities"]] == ["XF"]
    assert line_of(found[0]) == "已读  支出决算表：勾稽 2 项符合，不符 F03.ROW×1"
    assert line_of(found[2]) == "仅有表名  三公经费表：没有可核对的勾稽"
