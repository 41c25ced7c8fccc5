"""会话: what carries over from one question to the next, kept in the store so that it survives a restart.

A question that names both whom and what it asks about inherits nothing. One that leaves the body open keeps the
last; one that leaves the thing open (那某某呢, 上一年呢, 占比多少) keeps the last thing, and the operation with it
unless it brings its own.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection, func, insert, select, update

from corpus import codec, schema
from corpus.store import Store
from qa.answer import Answer
from qa.dialogue import references
from qa.dialogue.memory import Memory, is_counted
from qa.understanding import phrases
from qa.understanding import years as years_said
from qa.understanding.bodies import Body, Mention, Who
from qa.understanding.question import Question, Topic, series


def load(store: Store, conversation_id: str | None) -> Memory:
    """The memory of a conversation; a new one where there is none of that id."""
    if not conversation_id:
        return Memory()
    with store.connect() as db:
        state = db.execute(
            select(schema.conversation.c.state).where(schema.conversation.c.id == conversation_id)
        ).scalar()
    if state is None:
        return Memory()
    return Memory.of(json.loads(state))


def save(store: Store, conversation_id: str | None, question: str, answer: Answer, memory: Memory) -> str:
    """Write a turn and the memory after it, in one transaction; the conversation's id, new where none was given."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    identity = conversation_id or uuid.uuid4().hex
    answer.conversation_id = identity
    state, said, held, turns = (
        codec.dumps(vars(memory)),
        codec.dumps(answer.as_dict()),
        schema.conversation,
        schema.turn.c,
    )
    ordinal = select(func.count() + 1).where(turns.conversation_id == identity).scalar_subquery()
    turn = insert(schema.turn).values(
        id=uuid.uuid4().hex, conversation_id=identity, ordinal=ordinal, question=question, answer=said, asked_at=now
    )
    new = insert(held).values(id=identity, title=question[:40], created_at=now, updated_at=now, state=state)
    going_on = update(held).where(held.c.id == identity).values(updated_at=now, state=state)

    def written(db: Connection) -> None:
        if not (conversation_id and db.execute(going_on).rowcount):
            db.execute(new)
        db.execute(turn)

    store.note(written)  # all is ready: others wait for it
    return identity


_ASKED_ONLY = re.compile(
    r"多少|几|^(?:个|又|该)?(?:数字|数据|数|数值|结果|说法|答案)$|^(?:同样|一样|相同|这样)$|^[没未](?:能|有)?[花用执支](?:完|掉|出去?|行|付|出)?(?:完|的)?$"
)
"""Words that name nothing: how much, a number, what was not spent of it."""


def unspoken(question: Question) -> bool:
    """Whether the question names no thing of its own."""
    return not question.codes and all(not t.text or _ASKED_ONLY.search(t.text) for t in question.topics)


def is_elliptic(question: Question) -> bool:
    """Whether the question leaves open whom or what it asks about."""
    return not (question.who.mentions or question.who.unknown) or unspoken(question)


def carry(question: Question, memory: Memory, bodies: Sequence[Body]) -> Question:
    """The question with what it leaves open filled in from the conversation."""
    if not (memory.bodies or memory.topics) or not is_elliptic(question) or _turns_to(question):
        return question
    named = bool(question.who.mentions or question.who.unknown)
    bare = unspoken(question)
    by_name = {b.issuer: b for b in bodies}
    kept = tuple(Mention(by_name[n], 0, 0, 3) for n in spoken_of(question, memory) if n in by_name)
    who = question.who if named else Who(kept, (), question.who.spans, question.who.whole_region)
    same_body = {b.issuer for b in who.bodies} == set(memory.bodies)
    question = question if bare else _dated(question, memory)
    years = question.years or (
        _possible(memory.years, who) if not question.relative or len(question.relative) != 1 else ()
    )
    if len(memory.years) == 1 and memory.years[0] not in years and years and _only_against(question):
        years = tuple(sorted({*memory.years, *years}))
    if told := _years_told(question, memory, who):
        years = told
    elif not (question.year_spans or question.relative) and (held := series(question.folded, who, question.kind)):
        years = held
    paired = question.paired or _own_years(who, memory, question)
    if paired and not question.paired:
        years = tuple(sorted({year for _, year in paired}))
    operations = question.operations
    topics = memory.topics
    if bare and _WHOLE.search(question.folded) and memory.base:
        topics = memory.base
    elif bare and len(topics) > 1 and (whole := _whole_of_parts(question, memory)):
        topics = whole
    elif bare and not (question.operations - {"yesno"}) and (named or question.years or question.relative):
        operations = question.operations | frozenset(memory.operations)
        if _AMOUNT_OF_THIS.search(question.folded) or _HOW_MUCH.search(question.folded):
            operations -= {"share", "growth", "definition", "listing", "reason"} - question.operations
    if bare and re.search(r"百分|%|幅度", question.folded) and {"change", "growth"} & set(memory.operations):
        operations = (operations - {"share"}) | {"growth"}
    likewise = bare or _likewise(question)
    if likewise and not bare:
        again = LIKEWISE & frozenset(memory.operations)
        named_again = {t.text for t in question.topics} & {text for text, _ in memory.topics}
        operations = question.operations | (again - {"share"} if named_again else again)  # 上年办公费呢
    if not bare and not named and _ATTRIBUTE.search(question.folded):
        question = replace(
            question, topics=(*(Topic(text, 0, 0, concept) for text, concept in topics), *question.topics)
        )
    return replace(
        question,
        who=who,
        years=tuple(years),
        bases=question.bases or (tuple(memory.bases) if likewise else ()),  # type: ignore[arg-type]
        kind=question.kind or (memory.kind if bare else None),  # type: ignore[arg-type]
        scope=question.scope or (memory.scope if same_body and not question.year_spans else None),  # type: ignore[arg-type]
        topics=tuple(Topic(text, 0, 0, concept) for text, concept in topics) if bare and topics else question.topics,
        operations=operations,
        measures=question.measures
        or (tuple(memory.measures) if (likewise if not bare else operations != question.operations) else ()),  # type: ignore[arg-type]
        counter=question.counter or (memory.counter if likewise and is_counted(question.topics) else None),
        paired=paired,
        carried=True,
    )


def _dated(question: Question, memory: Memory) -> Question:
    """前一年出国费呢: the year before is counted from the year spoken of, where nothing is set against it."""
    if question.year_spans or len(question.relative) != 1 or len(memory.years) != 1:
        return question
    start = next(iter(phrases.present("relative_year", question.folded).values()), (0, 0))[0]
    if question.does("change", "growth", "difference") or _SETS_AGAINST.search(question.folded[:start]):
        return question
    held = {d.fiscal_year for b in question.who.bodies for d in b.disclosures}
    year = memory.years[0] + question.relative[0]
    named = bool(question.who.mentions)
    return question if named and year not in held else replace(question, years=(year,), relative=())


_SETS_AGAINST = re.compile(r"[比较跟和与同]\s*$")


def _turns_to(question: Question) -> bool:
    """Whether another body is turned to and its budget or outcome asked for as a whole (乙局呢，2022年预算多少)."""
    return bool(question.who.mentions) and _WHOLE_OF.search(question.folded) is not None


_WHOLE_OF = re.compile(
    r"呢[，,？? ]+(?:它的?|他们的?)?(?:20\d\d|\d\d|[去今当])?年?(?:度)?的?(?:汇总|本级)?的?(?:总|部门|整个)?(?:预算|决算|支出|收入)"
    r"(?:支出|收入)?(?:一共|总共|总计|总数|总额)?(?:是|有|为)?(?:多少|几)(?:钱|万|万元|元)?[？?。\s]*$"
)
_EVERY = re.compile(
    r"各(?:个)?(?:家|单位|部门|中心|区|机构)|(?:所有|全部|每(?:一)?个?)的?(?:单位|部门|中心|机构|家)|每家|收录的"
)
_WHICH = re.compile(
    r"谁(?:家)?(?:的)?[^，。？]{0,8}(?:最|更|多|少|高|低|大|小)|哪(?:一)?(?:家|个单位|个部门|个中心|个区|些单位)(?!公司|企业|银行|律)"
)
_OF_BODIES = re.compile(r"谁家|单位|部门|中心|家|局|街道|学校|医院")
_SOME = re.compile(
    r"[两二三四五](?:家|个单位|个部门|个中心)(?!公司|企业|银行|律)|几家(?=都|各|的|加|合|一共|里|谁|哪)|[两二三四五几]个[^，。？\d]{0,6}(?:中心|局|街道|学校|小学|医院|法院|检察院)"
)


_CONTRACTOR = re.compile(
    r"(?:施工|中标|承建|承接|承办|供货|监理|设计|代理|实施|委托|合作|受托|审计|评审)[^，。？\d]{0,4}?(?:单位|公司|企业|机构|方|商|的)?(?:都|又)?(?:是|有)?(?:哪|谁)"
)
"""施工单位是哪家: which company, none of the bodies."""


def of_everybody(question: Question) -> bool:
    """Whether a question is about all bodies that there are (各单位, 所有部门)."""
    return _EVERY.search(question.folded) is not None


def among_bodies(question: Question) -> bool:
    """Whether a question asks which of the bodies spoken of (哪家最多, 三家里谁高), not of all that there are."""
    which = _WHICH.search(question.folded) is not None and _CONTRACTOR.search(question.folded) is None
    return which and _EVERY.search(question.folded) is None


def spoken_of(question: Question, memory: Memory) -> list[str]:
    """The bodies that a question which names none is about: those of the last one, of all that were compared, or none in particular."""
    text = question.folded
    if _EVERY.search(text):
        return []
    if _CONTRACTOR.search(text):
        return memory.bodies
    which = _WHICH.search(text) is not None
    if not which and _SOME.search(text) is None:
        return memory.bodies
    told = dict.fromkeys(re.sub(r"[（(](?:汇总|本级)[）)]$", "", r["issuer"]) for r in memory.recent if "issuer" in r)
    if len(told) == 1 and len(memory.recent) > 1 and "谁" in text and not _OF_BODIES.search(text):
        return memory.bodies  # 谁大，大多少: of two figures of one body
    spoken = list(dict.fromkeys([*told, *memory.bodies]))
    return spoken if len(spoken) > 1 else []  # several, where one was spoken of: not that one


LIKEWISE = frozenset({"share", "growth", "change", "per_head", "remaining", "definition"})
"""Operations that go on from one thing to the next (甲的占比多少？乙呢)."""


def _likewise(question: Question) -> bool:
    """Whether the question only puts another thing in the last one's place (其中基本支出, 那乙项目的呢)."""
    return (
        len(question.topics) == 1
        and not (question.operations - {"yesno"} or question.measures or question.counter)
        and re.search(r"呢[？?。\s]*$|^\s*(?:那么?|其中|里面)", question.folded) is not None
        and not re.search(r"多少|几", question.folded)
    )


def _whole_of_parts(question: Question, memory: Memory) -> list[tuple[str, str | None]]:
    """What was spoken of before its parts were told, where one figure of another stage is asked for (年初预算是多少); none else."""
    if not question.bases or _EACH.search(question.folded):
        return []
    turn = memory.recent[-1]["turn"] if memory.recent else 0
    parts = [r for r in memory.recent if r["turn"] == turn and r["basis"] != "computed"]
    total = sum((Decimal(r["value"]) for r in parts), Decimal(0))
    if len(parts) < len(memory.topics) or len({r["unit"] for r in parts}) != 1:
        return []
    wholes = (r for r in reversed(memory.recent) if r["turn"] < turn and r["unit"] == parts[0]["unit"])
    found = next((r for r in wholes if Decimal(r["value"]) == total), None)
    return [(text, concept) for text, concept in found["topics"]] if found is not None else []


_EACH = re.compile(r"各|分别|都|这两|这几|两[项个]")
_ATTRIBUTE = re.compile(r"立项依据|申请理由|主要内容|绩效目标|实施单位|主管部门|测算依据|改进措施|用途|偏差")
"""Labels of a form: asked for in passing, they are those of the project spoken of."""
_AMOUNT_OF_THIS = re.compile(r"[这那该此]一?(?:[类项笔]|个项目|科目)[^，。？]{0,4}(?:是|有|为)?多少(?!百分|比)")
"""这一类是多少 asks for the amount again, whatever share of it was asked for before."""
_HOW_MUCH = re.compile(r"(?:是|有|为)(?:多少|几)(?!百分|成|比)")
"""去年是多少 asks for an amount, whatever share of it was asked for before."""
_WHOLE = re.compile(r"总额|总数|合计|一共|总的")
"""Words that go back from a part to the whole that was asked about before."""


PAIR = 2
COUNTED_AT = frozenset({"人", "辆", "平方米"})
"""Units of what a budget counts at the end of the year before its own."""


def _own_years(who: Who, memory: Memory, question: Question) -> tuple[tuple[str, int], ...]:
    """(issuer, year) where several bodies are spoken of of each of which figures of another year were told (两家各多少)."""
    if question.years or question.relative or len(who.bodies) < 2:
        return ()
    documents = {d.id: d.fiscal_year for b in who.bodies for d in b.disclosures}
    told = {
        re.sub(r"[（(](?:汇总|本级)[）)]$", "", r["issuer"]): documents.get(r["disclosure_id"], r["year"])
        if r["unit"] in COUNTED_AT  # people are counted at the end of the year before
        else r["year"]
        for r in memory.recent
        if "issuer" in r
    }
    own = tuple((b.issuer, told[b.issuer]) for b in who.bodies if b.issuer in told)
    return own if len({year for _, year in own}) > 1 else ()


def _years_told(question: Question, memory: Memory, who: Who) -> tuple[int, ...]:
    """The years told of that are meant by their number (两年各是多少), or the later one where its printed change is; none else."""
    number = years_said.named_together(question.folded)
    if references.PRINTED.search(question.folded) and unspoken(question) and (moved := _last_two(question, memory)):
        return (max(moved),)  # 文件上写的降幅: the later year's document tells it
    if number is None or question.year_spans or question.relative:
        return ()
    held = {d.fiscal_year for b in who.bodies for d in b.disclosures}
    told = list(dict.fromkeys(r["year"] for r in reversed(memory.recent) if r.get("year") in held))
    number = number or len(told)
    if len(told) >= number:
        return tuple(sorted(told[:number])) if len(told[:number]) > 1 else ()
    last = memory.years[0] if len(memory.years) == 1 else 0  # 两年: the one spoken of and the one before
    row = tuple(range(last - number + 1, last + 1))
    return row if held.issuperset(row) else ()


def _last_two(question: Question, memory: Memory) -> set[int]:
    """The two years that one thing was told of in the last two turns, where it is asked how it moved and no year is named."""
    moves = question.does("change", "growth") and not (question.year_spans or question.relative)
    told = {r["year"] for r in memory.recent if r["turn"] >= memory.turn - 1 and r["basis"] != "computed"}
    return told if moves and len(told) == PAIR else set()


def _only_against(question: Question) -> bool:
    """Whether the only year that a question names is what something is set against."""
    return len(question.year_spans) == 1 and years_said.is_set_against(question.folded, *question.year_spans[0][1:])


def _possible(years: Sequence[int], who: Who) -> tuple[int, ...]:
    """Years of the last question in which the bodies (now perhaps others) have a disclosure or its year before."""
    held = {d.fiscal_year for b in who.bodies for d in b.disclosures}
    return tuple(y for y in years if y in held or y + 1 in held)
