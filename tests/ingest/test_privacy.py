"""Personal data goes, everything else stays where it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.privacy import mask

MOBILE = "139" + "0000" + "1234"
IDENTITY = "42010119" + "900307" + "451X"
ACCOUNT = "6222" + "00001111" + "22223333"


def test_a_mobile_number_keeps_three_and_four_digits():
    assert mask(f"联系电话 {MOBILE}")[0] == "联系电话 139****1234"
    assert mask(f"手机：{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}")[0] == "手机：139 **** 1234"


@pytest.mark.parametrize("line", ["电话：027-80000000", f"{MOBILE}.50", f"项目代码 {MOBILE}00", f"编码4201{MOBILE}"])
def test_office_lines_amounts_and_codes_are_no_mobile_numbers(line):
    assert mask(line) == (line, [])


def test_an_identity_number_and_an_account_are_starred():
    masked, problems = mask(f"身份证 {IDENTITY}，账号：{ACCOUNT}")
    assert IDENTITY not in masked
    assert ACCOUNT not in masked
    assert {problem.kind for problem in problems} == {"masked"}


def test_a_project_code_that_looks_like_an_identity_number_stays():
    assert mask(f"项目代码 {IDENTITY[:-1]}1")[1] == []


def test_the_name_in_a_benefit_title_goes_everywhere_in_the_text():
    said = "2030年度退休人员欧阳试例抚恤金项目自评表\n项目名称\t退休人员欧 阳试例抚恤金\n欧阳试例家属满意度"
    masked, problems = mask(said)
    assert "试例" not in masked
    assert masked.count("×") == 12
    assert len(masked) == len(said)
    assert [p.kind for p in problems] == ["masked"]


@pytest.mark.parametrize(
    "line",
    [
        "在职人员去世发放丧葬费及抚恤金。",
        "离退休人员死亡抚恤",
        "单位抚恤金",
        "常年抚恤 12.00",
        "2080801 死亡抚恤 31.19",
        "其中：抚恤金、生活补助",
    ],
)
def test_benefits_without_a_name_stay(line):
    assert mask(line) == (line, [])


def test_an_official_beside_a_mobile_number_goes_and_beside_an_office_line_stays():
    assert mask(f"填报人 林试例 联系电话 {MOBILE}")[0] == "填报人 ××× 联系电话 139****1234"
    official = "项目负责人 林试例 联系电话 80000000"
    assert mask(official) == (official, [])


@given(st.text(alphabet="林试例退休人员抚恤金电话：0123456789 \n\t*X", max_size=200))
def test_masking_keeps_the_length_and_a_second_pass_finds_no_number(said):
    masked, _ = mask(said)
    assert len(masked) == len(said)
    assert [c.isspace() for c in masked] == [c.isspace() for c in said]
    assert not [p for p in mask(masked)[1] if "手机" in p.message]
