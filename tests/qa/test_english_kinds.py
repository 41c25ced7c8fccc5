"""Kinds of questions in English over documents of our own making: how each is read, and what it answers.

A kind has several wordings: what is mended for one of them has to hold for the others.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from corpus.language.english import words_of
from qa import english
from qa.answer import Answer
from qa.ask import Asker
from qa.english import naming, stating
from qa.english.bodies import bodies_in
from qa.english.reading import heard

STREET, COURT, FINANCE = "兰川市青岚区枫桥街道办事处", "澜江省人民检察院", "兰川市云溪区财政局"
HOSPITAL, SCHOOL = "兰川市第三人民医院", "兰川市青岚区第二实验小学"
CHINESE = re.compile(r"[一-鿿]")


def _read(asker: Asker, question: str) -> str:
    read = heard(question, asker.library)
    assert read is not None
    assert not read.unknown
    chinese = read.chinese
    for issuer in (STREET, COURT, FINANCE, HOSPITAL, SCHOOL):
        chinese = chinese.replace(issuer, "")
    return re.sub(r"^\d{4}年", "", chinese).rstrip("？")


COMPARED = [
    ("Does the street office spend more on water or on electricity in Fengqiao's 2023 budget?", "水费和电费哪个更多"),
    ("Is Fengqiao's electricity higher than its water in 2023?", "电费比水费多吗"),
    ("Did Fengqiao spend less on water than on electricity in 2023?", "水费比电费少吗"),
    ("Did the Fengqiao office's wages exceed its goods and services in 2023?", "工资福利支出比商品和服务支出多吗"),
    ("Is the Yunxi finance bureau's travel in 2023 higher than in 2022?", "差旅费比2022年多吗"),
    ("What does electricity cost compared with water at Fengqiao in 2023?", "电费和水费哪个更多，相差多少"),
    ("By how many percent did Yunxi finance bureau's travel costs rise from 2022 to 2023?", "差旅费2023年比2022年增长百分之多少"),
    ("How much less did the Yunxi finance bureau spend on printing in 2023 compared with 2022?", "印刷费2023年比2022年减少多少"),
    ("How many more people did the Yunxi finance bureau have in 2023 than in 2022?", "在职人数2023年比2022年增加多少"),
    ("Why did the Yunxi finance bureau overspend its hospitality budget in 2023?", "公务接待费决算比年初预算多的原因是什么"),
    ("How much higher is Fengqiao's budget for 2023 than in 2022, in percent?", "总支出预算比上年增加百分之多少"),
    ("Did the Yunxi finance bureau overspend its hospitality budget in 2023?", "公务接待费决算和年初预算相差多少"),
    ("Did Fengqiao's hospitality grow in 2023?", "公务接待费比上年增加了吗"),
]  # fmt: skip
SUMMED = [
    ("What do water, electricity and postage add up to at Fengqiao in 2023?", "水费、电费和邮电费合计是多少"),
    ("What is the combined total of water and electricity at Fengqiao in 2023?", "水费和电费合计是多少"),
    ("How much do Fengqiao's three biggest projects take together in 2023?",
     "金额最大的3个项目是哪些，各多少，合计是多少"),
    ("What is the share of the three largest projects in all project money of the Lanjiang procuratorate in 2024?",
     "金额最大的3个项目合计占项目支出的比例是多少"),
    ("What percentage of Fengqiao's authorised posts are filled in 2023?", "在职人数占编制人数的比例是多少"),
    ("What percentage of Fengqiao's 2023 three public expenses goes to cars?",
     "公务用车购置及运行维护费占“三公”经费的比例是多少"),
]  # fmt: skip
SHARED = [
    ("How much does Fengqiao spend per square metre of office space on electricity in 2023?", "电费平均每平方米多少"),
    ("How many villages does the Fengqiao road project serve?", "道路项目有多少个村"),
    ("How much is budgeted for each community worker at Fengqiao in 2023?", "社区工作者薪酬保障平均每个社区工作者多少"),
    (
        "How many retirees are there for every 100 staff members at Qinglan No. 2 primary in 2023?",
        "离退休人数占在职人数的比例是多少",
    ),
    ("What is the average wage bill per employee in the Fengqiao sub-district office, 2023?", "工资福利支出人均多少"),
    ("What does each vehicle cost to run at Fengqiao in 2023?", "公务用车运行维护费平均每辆多少"),
    ("What are the running costs per car at Fengqiao in 2023?", "公务用车运行维护费平均每辆多少"),
    ("Electricity per square metre of office space at Fengqiao in 2023?", "电费平均每平方米多少"),
    ("What is the average salary at Fengqiao in 2023?", "工资人均多少"),
    ("How much does the Lanjiang procuratorate pay each retiree on average in 2024?", "退休费平均每个退休人员多少"),
    ("How much public-use money is there for each serving employee at Fengqiao in 2023?", "公用经费人均多少"),
]
RANKED = [
    ("What was the third largest project of the Yunxi finance bureau in 2022?", "金额第三大的项目是哪个，是多少"),
    ("Which source of income is the largest at the Lanchuan hospital in 2023?", "哪项收入最多，是多少"),
    ("Which single item takes the biggest part of pay and welfare at Fengqiao in 2023?",
     "工资福利支出里金额最大的一项是哪个，是多少"),
    ("List Fengqiao's 2023 projects from the largest to the smallest.", "项目按金额从高到低排名"),
    ("Name the two cheapest projects of the Lanjiang procuratorate in 2024.", "金额最小的2个项目是哪些，各多少"),
    ("Which two lines take most of Fengqiao's goods and services in 2023?",
     "商品和服务支出里金额最大的2项是哪些，各多少"),
    ("What is Fengqiao's single largest spending category by function in 2023?",
     "按功能分类里金额最大的一项是哪个，是多少"),
]  # fmt: skip
KEPT = [
    ("Which spending lines of the Yunxi finance bureau exceeded their opening budget in 2023?",
     "哪些科目决算超过年初预算，各多少"),
    ("Which budget lines were underspent at the Yunxi finance bureau in 2023?", "哪些科目决算低于年初预算，各多少"),
    ("Which items went over budget at the Yunxi finance bureau in 2023, and by how much?",
     "哪些科目决算超过年初预算，各多少，相差多少"),
    ("Which projects of Fengqiao cost more than 3 million yuan in 2023?", "超过300万元的项目有哪些，各多少"),
    ("Which lines of Fengqiao's goods and services are above 10 ten-thousand yuan in 2023?",
     "商品和服务支出里超过10万元的明细有哪些，各多少"),
    ("Which goods and services items at Fengqiao are at most 50,000 yuan in 2023?",
     "商品和服务支出里5万元以内的明细有哪些，各多少"),
    ("Which projects got a score below 96 at the Yunxi finance bureau in 2023?",
     "得分低于96分的项目有哪些，各多少"),
    ("How many of Fengqiao's projects cost more than one million yuan in 2023?", "超过100万元的项目有哪些，各多少"),
    ("What is the total of all items above 10,000 yuan in Fengqiao's goods and services in 2023?",
     "商品和服务支出里超过1万元的明细有哪些，各多少，合计是多少"),
    ("Is the turnover target of Fengqiao below 10 percent in 2023?", "流失率目标值低于10%吗"),
]  # fmt: skip
LISTED = [
    ("What projects does Fengqiao run in 2023?", "有哪些项目，各多少"),
    ("What does Fengqiao's goods and services expenditure consist of in 2023?", "商品和服务支出有哪些明细，各多少"),
    ("Which functional categories does Fengqiao's spending fall into in 2023?", "按功能分类支出有哪些，各多少"),
    ("What was budgeted and what was spent on the three public expenses at the Yunxi finance bureau in 2023?",
     "“三公”经费预算是多少，“三公”经费决算是多少"),
    ("What satisfaction target is set for residents by Fengqiao in 2023?", "居民满意度目标值是多少"),
    ("How is Fengqiao's government fund money used in 2023?", "政府性基金预算财政拨款用于什么"),
    ("How much goes to pensions for old staff at Fengqiao in 2023?", "退休费是多少"),
    ("What does Fengqiao pay for keeping the cars going in 2023?", "公务用车运行维护费是多少"),
    ("How much does Fengqiao spend on entertaining visitors in 2023?", "公务接待费是多少"),
    ("How much is the phone bill of Fengqiao in 2023?", "邮电费是多少"),
    ("What are the names of Fengqiao's projects in 2023?", "有哪些项目，各多少"),
    ("What did the Yunxi finance bureau's projects cost in total in 2023?", "项目支出是多少"),
    ("How much of Fengqiao's 2023 wages and benefits is bonus, in percent?", "奖金占工资福利支出的比例是多少"),
    ("What regulation is the community worker project of Fengqiao based on in 2023?", "社区工作者项目的立项依据是什么"),
    ("What was the change in hospitality at the Yunxi finance bureau between 2022 and 2023?", "公务接待费2023年比2022年增减多少"),
    ("Where does the money of the Lanchuan hospital come from in 2023? every source with its share",
     "各项收入分别是多少，各项收入占收入的比例分别是多少"),
    ("What share of the Lanchuan hospital's 2023 income is shiye shouru?", "事业收入占收入的比例是多少"),
    ("How many items of general equipment worth over 500,000 yuan does the Yunxi finance bureau own in 2022?",
     "单价50万元（含）以上通用设备有多少个"),
    ("Give me the execution rates of all the Yunxi finance bureau's projects in 2022.", "各项目执行率分别是多少"),
    ("By how much did the Lanchuan hospital's budget increase over 2022?", "总支出预算比上年增加多少"),
    ("Was the Yunxi finance bureau's hospitality in 2023 higher than its initial budget?", "公务接待费决算和年初预算相差多少"),
    ("What is the per-capita office cost for staff at the Fengqiao office in 2023?", "在职人数平均每办公费多少"),
    ("How did staff costs and running costs develop at the Yunxi finance bureau between 2022 and 2023?",
     "人员经费和公用经费2023年比2022年增减多少"),
    ("By how many percentage points did project spending's share at the Yunxi finance bureau fall from 2022 to 2023?",
     "和2023年项目支出占总支出的比例分别是多少，相差多少百分点"),
    ("How many of the Fengqiao office's vehicles are used for law enforcement in 2023?", "车辆里执法执勤用车是多少"),
    ("Which is more expensive for the Fengqiao office in 2023, electricity or postage?", "电费和邮电费哪个更多"),
    ("How many trips did the Yunxi finance bureau make abroad in 2023?", "因公出国（境）团组有多少个"),
    ("Has the Yunxi finance bureau's workforce grown since 2022?", "在职人数2023年比2022年增长百分之多少"),
    ("How much of Fengqiao's 2023 budget goes to staff?", "人员经费预算是多少"),
    ("List the Lanjiang procuratorate's income sources for 2024", "各项收入分别是多少"),
    ("What does Fengqiao spend its money on in 2023?", "按功能分类支出有哪些，各多少"),
    ("What did the Yunxi finance bureau spend on asset inventory in 2022 and what was the budget for it?",
     "国有资产清查经费决算是多少，国有资产清查经费预算是多少"),
    ("How many kilometres of village road does Fengqiao's rural road project pave?", "乡村道路项目硬化村的通组道路多少公里"),
    ("How much does Fengqiao set aside for the pay of community workers in 2023, and how many workers is that for?",
     "社区工作者薪酬保障预算是多少，社区工作者有多少人"),
    ("How much does Fengqiao plan to spend on running its official vehicles in 2023?", "公务用车运行维护费预算是多少"),
    ("How much goes to retirement benefits (old staff, paid by the office) at Fengqiao in 2023?", "退休费是多少"),
    ("Is the money for car operation the same everywhere in Fengqiao's budget in 2023?", "公务用车运行维护费前后是否一致"),
    ("Less was spent on hospitality at Fengqiao in 2023. Why?", "公务接待费为什么减少"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "chinese"), [*COMPARED, *SUMMED, *SHARED, *RANKED, *KEPT, *LISTED])
def test_a_question_of_a_kind_is_laid_out_as_chinese_has_it(asker, question, chinese):
    assert _read(asker, question) == chinese


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How much does Fengqiao sub-district pay for street cleaning in 2023?", ["742.30"]),
        ("What did the Fengqiao office set aside for electricity and water together in its 2023 budget?", ["15.80"]),
        ("What part of Fengqiao's procurement is for services, in percent?", ["95.31"]),
        ("How many square metres of office space does Fengqiao have per employee?", ["46.59"]),
        ("How much does each kilometre of village road cost at Fengqiao in 2023?", ["37.21"]),
        ("How many community workers' pay does the Fengqiao project secure, and what turnover rate is aimed for?", ["186", "5"]),
        ("Does Fengqiao plan to buy a car in 2023?", ["18"]),
        ("Which two functional categories take most of Fengqiao's budget in 2023, and what share do they take together?",
         ["1448.80", "1439.26", "68.16"]),
        ("How much has the Lanjiang procuratorate carried forward from 2023?", ["360.50"]),
        ("What is the Lanjiang procuratorate's total budget for 2024, and by how much is it up on 2023?", ["20007.16", "1056.96"]),
        ("By how much did spending on official receptions at the Yunxi finance bureau fall from 2022 to 2023?", ["0.14"]),
        ("Where did the Lanchuan hospital's income come from in 2023, and what share does each source have?",
         ["16580", "3763.5", "160", "80.86", "18.36", "0.78"]),
        ("How big is the new outpatient building of the Lanchuan hospital?", ["21000"]),
        ("How many law enforcement vehicles does the Lanjiang procuratorate have?", ["26"]),
        ("Which has more staff in post, the Lanjiang procuratorate in 2024 or the Yunxi finance bureau in 2023, and how many more?",
         ["378"]),
        ("What is the sum of meeting and training costs of Yunxi finance bureau in 2023?", ["3.74"]),
        ("How many authorised posts, serving staff and retirees does the Yunxi finance bureau have in 2023?", ["68", "63", "39"]),
    ],
)  # fmt: skip
def test_a_question_in_english_is_answered_with_what_is_printed_or_follows(asker, question, values):
    told = [abs(Decimal(f.value)) for f in asker.ask(question).figures]
    told += [t / 10_000 for t in told]
    for value in map(Decimal, values):
        assert any(abs(t - value) <= abs(value) / 2000 for t in told), value


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("the Fengqiao office", STREET),
        ("Fengqiao's office expenses", STREET),
        ("the street office of Fengqiao", STREET),
        ("Fengqiao sub-district in Qinglan", STREET),
        ("the procuratorate of Lanjiang province", COURT),
        ("the Lanjiang procuratorate's office space", COURT),
    ],
)
def test_a_body_ends_where_a_thing_of_it_begins(asker, text, issuer):
    assert [b.issuer for n in bodies_in(words_of(text), asker.library.bodies) for b in n.bodies] == [issuer]


@pytest.mark.parametrize(
    "question",
    [
        "Which bodies are there?",
        "Which units do you have?",
        "Which organisations are in your collection?",
        "Who do you cover?",
    ],
)
def test_what_is_held_is_told_by_body_in_english(asker, question):
    answer = asker.ask(question)
    assert f"- Yunxi District Finance Bureau ({FINANCE}): 2022 final accounts, 2023 final accounts" in answer.answer


@pytest.mark.parametrize(
    ("issuer", "said"),
    [
        ("澜江省信访局", "Lanjiang Province Letters and Calls Bureau"),
        ("兰川市水利局", "Lanchuan City Water Resources Bureau"),
        ("兰川市安全生产监督管理局", "Lanchuan City Work Safety Supervision Bureau"),
    ],
)
def test_bureaux_have_english_names(issuer, said):
    assert naming.body(issuer) == said


def test_a_word_that_could_be_pinyin_is_no_place_unless_a_body_follows_or_it_has_a_capital(asker):
    read = heard("how much is set aside for emergency management at the Fengqiao office in 2023", asker.library)
    assert read is not None
    assert not read.strangers


def test_what_is_printed_nearest_is_read_out_as_printed_with_a_gloss(asker):
    answer = asker.ask("What colour are the walls of the Fengqiao sub-district office in 2023?")
    lines = answer.answer.split("\n")
    at = next(n for n, said in enumerate(lines) if said.startswith("Printed nearest to what was asked"))
    assert not CHINESE.search(lines[at])
    assert all(said.startswith("· “") for said in lines[at + 1 :])
    assert answer.figures == []


def test_stretches_that_leave_no_room_are_left_out_and_unknown_words_come_before_them():
    long = "\n".join(["甲。", "相近的原文：", *(f"· （表）{'乙' * 400}{n}[1]" for n in range(5))])
    answer = Answer("partial", long)
    english.speak(answer, ["wombats"])
    lines = answer.answer.split("\n")
    assert "wombats" in lines[lines.index("Printed nearest to what was asked:") - 1]
    assert len(lines[lines.index("Printed nearest to what was asked:") + 1 :]) == 3


@pytest.mark.parametrize(
    "question",
    [
        "Did the Fengqiao office spend more on salaries than on goods and services in 2023?",
        "How much larger is basic expenditure than project expenditure at the Lanjiang procuratorate in 2024?",
        "What is the average wage bill per employee in the Fengqiao sub-district office, 2023?",
        "What is the share of the three largest projects in all project money of the Lanjiang procuratorate in 2024?",
        "How much did the three public expenses of Fengqiao fall in 2023?",
    ],
)
def test_comparisons_and_averages_are_said_in_english(asker, question):
    for line in asker.ask(question).answer.split("\n"):
        ours = re.sub(r"“.*”|[(（\[][^()（）\[\]]*[)）\]]|In the original.*|The document says.*", "", line)
        ours = re.sub(r"[(（\[][^()（）\[\]]*[)）\]]|[\d,.]+万元", "", ours)
        assert not CHINESE.search(ours), line


def test_a_line_is_taken_apart_into_body_year_stage_item_and_amount():
    told = stating.stated(f"{COURT}（汇总）2024年预算电费为**5万元**[1]", [COURT])
    assert told is not None
    assert (told.of.issuer, told.of.when, told.of.item) == (COURT, " (consolidated), 2024 budget", "电费")
    assert (told.number, told.unit, told.rest) == ("5", "万元", "[1]")
    assert stating.stated("电费为**5万元**", [COURT]) is None


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("where is it printed?", "原文在哪"),
        ("Where exactly is that printed?", "原文在哪"),
        ("Put that in ten thousand yuan.", "换成万元"),
        ("Break it down.", "有哪些明细，各多少？"),
        ("How does that compare with its budget?", "和预算相差多少？"),
        ("Compare that with the Yunxi finance bureau.", "兰川市云溪区财政局呢？"),
        ("And the second largest?", "第二大的呢？"),
        ("Which of them is the biggest?", "其中金额最大的是哪一项？"),
        ("How much did it spend running them?", "公务用车运行维护费是多少？"),
        ("Thanks, that helps a lot.", "谢谢"),
        ("Which page?", "原文在哪"),
        ("are you sure?", "确定吗"),
        ("Make a table, please", "做成表格"),
        ("in one sentence", "一句话说明"),
        ("Write a paragraph", "写成一段话"),
        ("No, I meant travel", "我问的是差旅费？"),
    ],
)
def test_what_is_said_of_the_last_answer_is_said_as_chinese_says_it(asker, text, chinese):
    read = heard(text, asker.library, [STREET])
    assert read is not None
    assert read.chinese == chinese


def test_the_last_answer_is_shown_with_its_place_and_as_a_table_in_english(asker):
    first = asker.ask("How much is Fengqiao's electricity in 2023?")
    place = asker.ask("where is it printed?", first.conversation_id)
    shown = asker.ask("as a table", place.conversation_id)
    assert f"《{STREET}2023年部门预算》" in place.answer
    assert f"Qinglan District Fengqiao Sub-District Office ({STREET}), 2023:" in shown.answer
    assert "| item | year | amount | unit | source |" in shown.answer
    assert "| electricity (电费) | 2023 | 12.60 |" in shown.answer


def test_a_document_that_disagrees_is_told_in_english_with_both_places(asker):
    answer = asker.ask("What do Fengqiao's cars cost to run in 2023?").answer
    assert "95,000 yuan (9.5万元) in the text, 90,000 yuan (9万元) in “" in answer
    assert "vehicle running costs" in answer


def test_a_body_alone_is_told_about_as_a_whole(asker):
    assert "in brief" in asker.ask("Tell me about the Lanjiang procuratorate").answer
