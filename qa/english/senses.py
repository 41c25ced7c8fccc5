"""英文词义: words that are only sometimes what they seem, taken for what they are where they stand.

In: the mentions of a text. Out: the same, each with the sense that fits its neighbours: “when” is a question at the beginning of a clause and
else tells when; “over” is a bound before an amount. A sense is one rule of a table: it applies, and it gives another mention.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.english.mentions import Said, SaidKind
from qa.english.place import NEAR, Place
from qa.english.vehicles import are_run, counts_cars, money_for_cars, owns_cost, pays_for_new_cars, runs_cars, runs_them

_PROCURED = {
    "procurement_goods": {"goods": "货物"}, "procurement_works": {"works": "工程", "work": "工作"},
    "procurement_services": {"services": "服务|业务", "service": "服务|业务"},
}  # fmt: skip
"""Classes of procurement by their bare names: what they are where no procurement is spoken of."""
_PURPOSE = frozenset(
    (
        "what for",
        "used for",
        "purpose of",
        "for what",
        "what is it for",
        "intended for",
        "what is it spent on",
        "what goes into",
    )
)
LONG = 4
"""Mentions from which a text says more than a courtesy."""


def _named_before(p: Place) -> Said | None:
    """What a bare noun takes up: the longer name before it that ends in it (community workers … how many workers)."""
    if p.item.kind not in {"name", "word"} or " " in p.text:
        return None
    longer = (s for s in reversed(p.before) if s.kind == "word" and s.text.lower().endswith(f" {p.text}"))
    return next(longer, None)


def _pays(p: Place) -> bool:
    """“Pay” that is done, not the pay that is got."""
    subject = p.at > 0 and (
        p.said[p.at - 1].kind == "body"
        or p.said[p.at - 1].text.lower().split()[-1] in {"it", "they", "he", "she", "we"}
    )
    return p.item.is_a("word", "pay") and (p.text == "pays" or subject)


def _money_for_staff(p: Place) -> bool:
    """“How much of it goes to staff”: the money for them, not their number."""
    goes = any(s.text.lower() in {"goes", "go", "went", "goes to", "go to", "spent on", "spent"} for s in p.before[-3:])
    plain = p.text in {"staff", "employees", "personnel", "workers", "people working there"}
    return (
        p.item.is_a("name", "serving_staff")
        and plain
        and goes
        and not any(s.text.lower() == "how many" for s in p.said)
    )


def _trips_abroad(p: Place) -> bool:
    """“How many trips did it make abroad”: journeys that are counted, not what they cost."""
    abroad = any(s.text.lower() in {"abroad", "overseas"} for s in p.rest)
    return p.text in {"trips", "trip", "journeys"} and abroad and any(s.text.lower() == "how many" for s in p.before)


def _which_year(p: Place) -> bool:
    """“In which year was it the largest”: one of the years that are named."""
    ranked = any(s.is_a("operator", "TOP", "BOTTOM") for s in p.said)
    return p.item.is_a("question", "when") and p.text == "in which year" and ranked


def _develops(p: Place) -> bool:
    """“How did … develop”: a change, nothing that is developed."""
    return p.text in {"develop", "developed", "evolve", "evolved"} and any(s.is_a("question", "how") for s in p.before)


def _enforces_in_cars(p: Place) -> bool:
    """“How many vehicles are for law enforcement”: the cars for it."""
    cars = any(s.is_a("name", "cars_owned", "vehicles", "official_cars") for s in p.said)
    return p.item.is_a("word", "law enforcement") and cars


def _takes_up(p: Place) -> bool:
    return _named_before(p) is not None


def _taken_up(p: Place) -> Said:
    before = _named_before(p) or p.item
    return replace(p.item, kind=before.kind, value=before.value, chinese=before.chinese)


def _are_staff(p: Place) -> bool:
    """“How many people does it have”: those who work there, where nothing else is counted."""
    asked = any(
        s.text.lower() in {"how many", "how many more", "how many fewer", "how many less"} for s in p.before[-2:]
    )
    has = any(s.text.lower() in {"have", "has", "had", "employ", "employs", "employed"} for s in p.rest)
    alone = not any(s.kind in {"name", "word", "chinese", "unknown"} for s in p.said)
    return p.text in {"people", "persons"} and p.item.kind == "silent" and asked and has and alone


def senses(said: Sequence[Said]) -> list[Said]:
    """The mentions, each in the sense that fits."""
    found: list[Said] = []
    for at in range(len(said)):
        place = Place(said, at)
        item = place.item
        if item.is_a("preposition", "and") and place.text == "plus":
            found.append(Said(item.start, item.start, "operator", "SUM", item.text))
        found.append(next((sense(place) for applies, sense in _SENSES if applies(place)), item))
    return found


def _as(kind: SaidKind, value: str = "") -> Callable[[Place], Said]:
    return lambda p: replace(p.item, kind=kind, value=value or p.item.value)


def _loose_bound(p: Place) -> bool:
    return p.item.is_a("condition", "more", "less", "at_least") and not any(
        s.kind in {"amount", "number"} for s in p.rest[:NEAR]
    )


def _sets_beside(p: Place) -> bool:
    """“Higher than” something that is no amount: what stands behind it is what it is held against."""
    return _loose_bound(p) and p.text.endswith("than")


def _bounds(p: Place) -> bool:
    """“Cost more” than an amount: a bound, not a change."""
    than = bool(p.rest) and p.rest[0].is_a("preposition", "than")
    return (
        p.item.is_a("operator", "UP", "DOWN")
        and p.text.endswith(("more", "less"))
        and than
        and any(s.kind in {"amount", "number"} for s in p.rest[1:NEAR])
    )


_BEYOND = {
    "overspent": "over_budget", "overspend": "over_budget", "over budget": "over_budget", "above budget": "over_budget",
    "more than planned": "over_budget", "spent more than planned": "over_budget", "spent more than budgeted": "over_budget",
    "cost more than planned": "over_budget", "underspent": "under_budget", "underspend": "under_budget", "below budget": "under_budget",
    "less than planned": "under_budget", "spent less than planned": "under_budget", "spent less than budgeted": "under_budget",
    "cost less than planned": "under_budget",
}  # fmt: skip
"""Changes against the plan, as conditions that members of a set meet."""


def _keeps_members(p: Place) -> bool:
    """“Which lines were overspent”: those of a set that went beyond their budgets."""
    sets = [
        s
        for s in p.before
        if s.kind == "members" or (s.is_a("name", "project_expenditure") and s.text.lower() == "projects")
    ]
    asked = any(s.is_a("question", "which", "what", "list", "how_much") or s.text.lower() == "which" for s in p.before)
    return p.item.is_a("operator", "UP", "DOWN") and p.text in _BEYOND and bool(sets) and asked


_WHOLES = frozenset(
    {"overall budget", "total budget", "whole budget", "full budget", "overall cost", "total cost", "entire budget"}
)


def _project_whole(p: Place) -> bool:
    """“The overall budget of the … project”: that of one project over all its years."""
    words = [s.text.lower() for s in p.rest]
    one = bool(words) and words[0] in {"of", "for"} and ("project" in words or "programme" in words)
    named = any(s.kind in {"word", "chinese"} for s in p.rest[: words.index("project") if "project" in words else 0])
    return p.item.kind == "name" and p.text in _WHOLES and one and named


def _asks_to_add(p: Place) -> bool:
    """“Do they add up to …?”: whether, not how much."""
    asked = any(s.is_a("question", "what", "which", "how_much") for s in p.said)
    doubts = any(s.is_a("question", "yes_no") for s in p.before)
    return p.item.is_a("operator", "SUM") and p.text.startswith("add up") and doubts and not asked


def _is_done(p: Place) -> bool:
    """“Is paid for”, “is spent on”: as a rule, not as it turned out."""
    before = p.said[p.at - 1].text.lower() if p.at else ""
    return p.item.is_a("basis", "final_accounts") and before in {"is", "are", "be", "being"}


def _as_planned(p: Place) -> bool:
    """“What was budgeted and what was spent on …”: the other stage of it."""
    planned = any(s.is_a("basis", "budget", "initial_budget", "adjusted_budget") for s in p.before)
    return p.item.is_a("question", "purpose") and p.text == "spent on" and planned and not p.ends


def _less_was_spent(p: Place) -> bool:
    """“Less was spent on …”: a fall."""
    follows = [s.text.lower() for s in p.rest[:NEAR]]
    return (
        p.item.kind == "silent"
        and p.text in {"less", "more"}
        and any(t in {"spent", "spent on", "paid"} for t in follows)
    )


_BROUGHT = frozenset({"carried forward from", "carried over from", "brought forward from", "left over from"})
"""What stands before the year before the one whose money it is."""


def _lists_projects(p: Place) -> bool:
    """“What projects”, “which projects”: the members of the set."""
    lead = next(
        (
            s
            for s in reversed(p.before)
            if s.kind not in {"silent", "body", "year", "number"} and s.text.lower() != "of"
        ),
        None,
    )
    asked = (
        lead is not None
        and lead.is_a("question", "what", "which", "list")
        and lead.text.lower() not in {"what is", "what's"}
    )
    return p.item.is_a("name", "project_expenditure") and p.text == "projects" and asked


def _tells_when(p: Place) -> bool:
    """“When” within a clause, or before a subject: it tells when, and asks nothing."""
    if not p.item.is_a("question", "when") or p.text != "when" or len(p.said) <= 2:
        return False
    told = p.next is not None and not p.next.is_a("question", "yes_no") and p.next.kind != "mark"
    return told or not p.begins


def _plain_spending(p: Place) -> bool:
    """“Spent on”, “pay for” that do not ask what for."""
    if not p.item.is_a("question", "purpose") or p.text in _PURPOSE:
        return False
    what = any(s.is_a("question", "what", "which", "purpose") or s.text.lower() == "what" for s in p.before)
    return not (what and p.ends and not any(s.is_a("question", "how_much") for s in p.before))


def _bare_class(p: Place) -> bool:
    """“Goods”, “works”, “services” where no procurement is spoken of."""
    return p.text in _PROCURED.get(p.item.value, {}) and not any(
        s.is_a("name", "government_procurement") for s in p.said
    )


def _for_at_the_end(p: Place) -> bool:
    """“What is it for?”."""
    follows_year = bool(p.rest) and p.rest[0].kind == "year"
    what = any(s.is_a("question", "what") for s in p.before)
    return p.item.is_a("preposition", "of") and p.text == "for" and not follows_year and p.ends and what


def _year_of_a_document(p: Place) -> bool:
    several = sum(s.kind == "year" for s in p.said) > 1
    told = [s for s in p.before if s.kind != "silent" or s.text.lower() in _SETS_APART]
    apart = bool(told) and (told[-1].is_a("preposition", "than", "and") or told[-1].text.lower() in _SETS_APART)
    spanned = any(s.text.lower() in {"to", "and", "than", "through"} for s in p.rest) and any(
        s.kind == "year" for s in p.rest
    )
    meant = apart or (spanned and any(s.text.lower() in _SETS_APART for s in p.before[-2:]))
    return p.item.kind == "year" and p.next is not None and p.next.kind == "document" and several and not meant


_SETS_APART = frozenset({"from", "to", "than", "between", "and", "against", "versus", "since"})
"""What stands before one of two years that are set against each other (from the 2021 accounts to the 2024 budget)."""


def _in_its_budget(p: Place) -> bool:
    """“In the body's budget”, “according to its 2019 budget”: where it is printed."""
    near = [s.text.lower() for s in p.said[max(0, p.at - 5) : p.at]]
    if p.item.is_a("basis", "budget") and "according" in near:
        return True
    after_body = p.at > 0 and p.said[p.at - 1].kind == "body"
    return (
        p.item.is_a("basis", "budget")
        and after_body
        and any(s.text.lower() == "in" for s in p.said[max(0, p.at - 3) : p.at])
    )


def _passing_courtesy(p: Place) -> bool:
    greets = p.item.value == "greeting" and p.at == 0
    return p.item.kind == "courtesy" and p.item.value != "asking" and len(p.said) > LONG and not greets


_OF_THE_YEAR = {
    "total_revenue": ("current_revenue", "本年收入"),
    "total_expenditure": ("current_expenditure", "本年支出"),
}
"""Wholes that are said to be this year's: what is carried over is not in them."""


def _of_this_year(p: Place) -> bool:
    return p.item.kind == "name" and p.item.value in _OF_THE_YEAR and any(s.is_a("relative", "this") for s in p.said)


def _year_own(p: Place) -> Said:
    value, chinese = _OF_THE_YEAR[p.item.value]
    return replace(p.item, value=value, chinese=(chinese,))


_SENSES: tuple[tuple[Callable[[Place], bool], Callable[[Place], Said]], ...] = (
    (_sets_beside, _as("preposition", "than")),
    (_loose_bound, _as("silent")),
    (_bounds, lambda p: replace(p.item, kind="condition", value=p.text.split()[-1])),
    (_keeps_members, lambda p: replace(p.item, kind="condition", value=_BEYOND[p.text])),
    (_asks_to_add, _as("operator", "SAME")),
    (_is_done, _as("silent")),
    (_lists_projects, _as("members", "projects")),
    (are_run, _as("silent")),
    (owns_cost, _as("silent")),
    (_trips_abroad, lambda p: replace(p.item, value="overseas_groups", chinese=("因公出国（境）团组",))),
    (lambda p: runs_cars(p) or runs_them(p), lambda p: replace(p.item, kind="name", value="car_operation", chinese=("公务用车运行维护费",))),
    (_tells_when, _as("silent")),
    (
        lambda p: p.item.is_a("name", "project_total_budget") and p.at > 0 and p.said[p.at - 1].text.lower() == "projects",
        _as("silent"),
    ),
    (
        lambda p: (
            p.item.is_a("word", "government") and bool(p.rest) and p.rest[0].text.lower() in {"pays", "funds", "finances"}
        ),
        _as("unknown"),
    ),
    (_as_planned, _as("basis", "final_accounts")),
    (_plain_spending, _as("silent")),
    (_less_was_spent, lambda p: replace(p.item, kind="operator", value="DOWN" if p.text == "less" else "UP")),
    (
        lambda p: p.item.is_a("word") and p.text == "filled in" and any(s.is_a("name", "authorised_posts") for s in p.said),
        lambda p: replace(p.item, kind="name", value="serving_staff", chinese=("在职人数",)),
    ),
    (lambda p: p.item.is_a("name", "rental_fee") and p.at > 0 and p.said[p.at - 1].kind == "body", _as("silent")),
    (_bare_class, lambda p: replace(p.item, kind="word", chinese=tuple(_PROCURED[p.item.value][p.text].split("|")))),
    (lambda p: p.item.is_a("name", "expenditure") and p.text in {"spend", "spends"}, _as("silent")),
    (_passing_courtesy, _as("silent")),
    (_for_at_the_end, _as("question", "purpose")),
    (_year_of_a_document, _as("silent")),
    (lambda p: p.item.kind == "document" or (p.item.kind == "body" and not p.item.bodies and not p.item.value), _as("silent")),
    (
        lambda p: p.item.is_a("operator", "PER") and p.text in {"for each", "for every"} and (p.next is None or p.next.kind == "mark"),
        _as("question", "each"),
    ),
    (_in_its_budget, _as("silent")),
    (lambda p: p.text == "in all" and p.next is not None and p.next.kind in {"name", "word"}, _as("preposition", "of")),
    (pays_for_new_cars, lambda p: replace(p.item, value="car_purchase", chinese=("公务用车购置费",))),
    (
        lambda p: p.item.is_a("name", "cars_owned") and any(s.text.lower() in {"buy", "buys", "buying", "bought"} for s in p.said),
        lambda p: replace(p.item, value="cars_bought", chinese=("公务用车购置数",)),
    ),
    (
        lambda p: p.item.kind == "year" and p.at > 0 and p.said[p.at - 1].text.lower() in _BROUGHT,
        lambda p: replace(p.item, value=str(int(p.item.value) + 1)),
    ),
    (_money_for_staff, lambda p: replace(p.item, value="staff_funds", chinese=("人员经费",))),
    (money_for_cars, lambda p: replace(p.item, value="official_cars", chinese=("公务用车购置及运行维护费",))),
    (
        lambda p: (
            p.item.kind == "year" and p.at > 0 and p.said[p.at - 1].is_a("name", "closing_balance") and sum(s.kind == "year" for s in p.said) > 1
        ),
        _as("silent"),
    ),
    (counts_cars, lambda p: replace(p.item, value="cars_owned", chinese=("公务用车保有量",))),
    (_pays, _as("silent")),
    (_of_this_year, _year_own),
    (_which_year, _as("members", "years")),
    (_develops, _as("operator", "CHANGE")),
    (_enforces_in_cars, lambda p: replace(p.item, chinese=("执法执勤用车",))),
    (_takes_up, _taken_up),
    (_are_staff, lambda p: replace(p.item, kind="name", value="serving_staff", chinese=("在职人数",))),
    (_project_whole, lambda p: replace(p.item, value="project_total_budget", chinese=("项目总预算",))),
)  # fmt: skip
"""Where a word is not what it seems, and what it is; the first that applies."""
