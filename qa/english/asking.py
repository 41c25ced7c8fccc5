"""英文问词: who, why, what and whether, in Chinese."""

from __future__ import annotations

from corpus import terms
from qa.english.clauses import Phrase
from qa.english.counting import ORGANS, amounts
from qa.english.sentence import SIDES, Sentence, Shape


def why(it: Sentence) -> str:
    """为什么 of what is named."""
    about = it.names(it.phrases)
    if about and any(s.text.lower() in {"no", "not"} for s in it.clause.said):
        return f"没有安排{about}的原因是什么"
    return f"{about}的原因是什么" if about else "为什么"


_PERSONS = frozenset(
    ("director", "head", "principal", "headmaster", "leader", "head of the hospital", "deputy", "mayor", "president", "boss", "chief",
     "accountant", "driver", "secretary", "judge", "prosecutor")
)  # fmt: skip
"""Offices that one person holds."""
_PAID = frozenset({"earn", "earns", "salary", "wage", "pay", "paid", "make", "makes", "income", "get", "gets"})


def asks_pay(it: Sentence) -> bool:
    """Whether it asks what one person is paid."""
    return any(m.value in _PERSONS for p in it.own for m in p.mentions) and any(
        s.text.lower() in _PAID for s in it.clause.said
    )


def pay(it: Sentence) -> str:
    """某人的工资: a question that is refused."""
    person = next(m for p in it.own for m in p.mentions if m.value in _PERSONS)
    return f"{person.chinese[0]}的工资是{it.money}"


_COMPANIES = frozenset({"company", "firm", "supplier", "contractor", "law firm", "building firm", "vendor"})


def names_company(it: Sentence) -> bool:
    """Whether “which … company” asks for the name of one."""
    first = it.own[0].segments[0] if it.own else []
    return bool(it.asked & {"which", "what"}) and any(m.value in _COMPANIES for m in first)


def which_company(it: Sentence) -> str:
    """哪家公司 has done what is named."""
    at = next(i for i, m in enumerate(it.own[0].segments[0]) if m.value in _COMPANIES)
    rest = it.own[0].segments[0][at + 1 :]
    done = "".join(m.chinese[0] if m.chinese else m.text for m in rest)
    return f"{done}{it.names(it.own[1:] or it.lead)}是哪家公司做的"


_UNITS = ("unit", "units", "body", "bodies", "entities", "institutions", "organisations", "organizations")
_INCLUDED = frozenset(
    {"included", "include", "includes", "covered", "covers", "cover", "belong", "belongs", "comprise", "make up"}
)


def names_units(it: Sentence) -> bool:
    """Whether it asks which units are in the accounts."""
    units = any(s.text.lower().split()[-1] in _UNITS for s in it.clause.said if s.kind != "body")
    included = any(s.text.lower() in _INCLUDED or s.text.lower().endswith("included") for s in it.clause.said)
    asked_for = it.asked & {"which", "what", "list"} or it.clause.of("members", "bodies")
    return bool(asked_for) and units and included and not it.operators


def which_of(it: Sentence) -> bool:
    """Whether “which … ” asks for a kind of thing that something named is for (which disciplines get the talent money)."""
    first = it.clause.of("question", "which", "what")
    if (
        not first
        or names_attribute(it)
        or len(it.own) != 2
        or it.operators
        or it.asked - {"which", "what", "yes_no"}
        or it.clause.of("members")
    ):
        return False
    one, other = it.own
    direct = not any(
        s.kind not in {"silent", "number"} for s in it.clause.said if first[0].end <= s.start < one.mentions[0].start
    )
    plain = all(m.kind == "word" for m in one.mentions) and one.mentions[-1].text.lower().endswith("s")
    return direct and plain and other.after != "and" and first[0].text.lower() in {"which", "what"}


def which_of_it(it: Sentence) -> str:
    """有哪些: the kind that is asked for, of what is named."""
    return f"{it.chinese(it.own[1])}支持哪些{it.chinese(it.own[0])}"


def names_office(it: Sentence) -> bool:
    """Whether “which department” asks who does what is named."""
    asked_for = any(s.text.lower().startswith("which") for s in it.clause.of("members", "bodies"))
    return asked_for and bool(it.phrases) and not it.operators


def which_office(it: Sentence) -> str:
    """哪个部门 is responsible for, or guides, what is named."""
    guides = [p for p in it.phrases if any(m.value in {"guidance", "guide"} for m in p.mentions)]
    return f"{it.names([p for p in it.phrases if p not in guides])}由哪个部门{'指导' if guides else '负责'}"


def who(it: Sentence) -> str:
    """谁: a supplier, a person, or who is responsible."""
    if any(m.value == "law firm" for p in it.phrases for m in p.mentions):
        rest = [p for p in it.phrases if not any(m.value in {"law firm", "lawyer"} for m in p.mentions)]
        return f"{it.names(rest) or '法律顾问'}是哪家律师事务所"
    about = it.names(it.phrases)
    company = any(
        w in s.text.lower()
        for s in it.clause.of("question", "who")
        for w in ("company", "firm", "supplier", "vendor", "contractor", "bidder")
    )
    if any(s.text.lower() in {"gave", "gives", "give", "paid", "pays", "donated"} for s in it.clause.said):
        return f"{about}是谁给的"
    return (
        f"{about}的供应商是哪家公司"
        if company
        else f"{about}是谁"
        if any(p for p in it.phrases if _is_role(p))
        else f"{about}由谁负责"
    )


_ROLES = frozenset(
    ("project_leader", "lawyer", "law firm", "legal adviser", "legal advisor", "legal counsel", "head", "director", "principal",
     "head of the hospital")
)  # fmt: skip
"""What somebody is: who it is may be asked."""


def _is_role(phrase: Phrase) -> bool:
    return any(m.value in _ROLES for m in phrase.mentions)


def asked(template: str) -> Shape:
    """A shape that puts what is named into words."""
    return lambda it: template.format(it.names(it.phrases))


def is_used(it: Sentence) -> bool:
    """Whether it asks how money is used."""
    texts = {s.text.lower() for s in it.clause.said}
    return "how" in it.asked and bool(it.own) and bool(texts & {"used", "use", "spent", "spend", "is used", "was used"})


def is_published(it: Sentence) -> bool:
    """Whether it asks when a document was published."""
    out = any(
        s.text.lower() in {"published", "publish", "disclosed", "was published", "released"} for s in it.clause.said
    )
    return "when" in it.asked and not it.own and out


def truth(it: Sentence) -> str:
    """有没有 what is named; of two ways of having it, which."""
    if {"own", "rent"} <= {s.text.lower() for s in it.clause.said}:
        return f"{it.names(it.own[:1])}是自有还是租用"
    if it.stages and it.own and all(len(p.mentions) == 1 and p.mentions[0].value in SIDES for p in it.own):
        return f"本年支出决算和年初预算相差{it.money}"  # does its budget cover its spending
    return f"有没有{it.names(it.phrases)}"


def where(it: Sentence) -> str:
    """在哪里; an office that is asked for is an address."""
    offices = all(m.value in {"office_space", "office", "head office"} for p in it.phrases for m in p.mentions)
    return "办公地址是哪里" if offices else f"{it.names(it.phrases)}在哪里"


_ATTRIBUTES = frozenset(
    (
        "model",
        "brand",
        "code",
        "function code",
        "subject code",
        "contact_phone",
        "project_code",
        "project_category",
        "office_address",
        "project_basis",
        "project_period",
        "costing_basis",
        "publication_date",
        "result",
        "results",
        "achievement",
        "output",
        "outputs",
    )
)
"""What is asked of a thing rather than a thing itself."""


def names_attribute(it: Sentence) -> bool:
    """Whether it begins with what is asked of a thing (the basis, the phone number of …)."""
    return len(it.own) > 1 and it.own[0].mentions[-1].value in _ATTRIBUTES and not it.operators


def what(it: Sentence) -> str:
    """是什么, 是多少: by what is named; an attribute that is asked for comes last."""
    if names_attribute(it):
        it.phrases = [*it.own[1:], it.own[0]]
        attribute = it.own[0].mentions[-1].value
        told = [Phrase([s for s in p.segments if s[-1].value != attribute]) for p in it.own[1:]]
        asked_of = [p for p in told if p.mentions]
        number = it.own[0].mentions[-1].value == "contact_phone"
        return f"{it.names(asked_of)}的{it.chinese(it.own[0])}是{'多少' if number else '什么'}"
    if it.phrases and all(m.value in ORGANS for p in it.phrases for m in p.mentions):
        return f"{it.names(it.phrases)}有哪些"
    concept = [m for p in it.phrases for m in p.mentions if m.kind == "name"]
    if (
        not it.own
        and it.last
        and it.clause.of("again")
        and any(s.text.lower() in {"cost", "costs"} for s in it.clause.said)
    ):
        return f"{it.names(it.last[:1])}的金额是{it.money}"  # and what do they cost?
    if not it.own and it.clause.of("year") and it.last and "多少" in it.before:
        return f"{it.names(it.last[:1])}是{it.money}"  # and what was it in 2018?
    if any(m.value in {"contact_phone", "project_code", "office_address"} for m in concept) or any(
        "编码" in m.chinese[0] for p in it.phrases for m in p.mentions if m.chinese
    ):
        return f"{it.names(it.phrases)}是多少"
    if (
        (it.spends and it.own)
        or it.clause.of("basis")
        or any(terms.TERMS[m.value].unit_class != "text" for m in concept)
        or it.unit
    ):
        return amounts(it)
    return f"{it.names(it.phrases)}是什么"
