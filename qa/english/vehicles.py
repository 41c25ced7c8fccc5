"""英文用车: where words for cars mean their number, what buying them costs, or what running them does."""

from __future__ import annotations

from qa.english.place import NEAR, Place

_MOTION = frozenset({"run", "runs", "running", "maintain", "operate", "drive", "going", "upkeep"})
_MONEY = frozenset(
    {"cost", "costs", "running cost", "running costs", "spend", "spent", "spends", "pay", "pays", "paid"}
)
_CARS = ("cars_owned", "official_cars", "vehicles")


def runs_cars(p: Place) -> bool:
    """“Cost to run”, “running costs” where cars are spoken of: what running them costs."""
    cars = any(s.is_a("name", *_CARS) or s.text.lower() in {"cars", "vehicles"} for s in p.said)
    texts = {s.text.lower() for s in p.said}
    costs = p.item.is_a("name", "office_funds") and p.text.startswith("running cost")
    return cars and (costs or (p.item.kind == "silent" and p.text in _MOTION and bool(texts & _MONEY)))


def are_run(p: Place) -> bool:
    """“What do the cars cost to run”: what is asked for is what running them costs, not their number."""
    texts = [s.text.lower() for s in p.rest]
    counted = any(
        s.text.lower() in {"each", "one", "a", "how many", "every"} or s.is_a("operator", "PER") for s in p.said
    )
    return (
        p.item.is_a("name", "cars_owned")
        and not counted
        and bool(_MOTION & set(texts))
        and any(t.startswith("cost") for t in texts)
    )


def money_for_cars(p: Place) -> bool:
    """“Goes to cars”, “spent on vehicles”: the money for them, not their number."""
    texts = {s.text.lower() for s in p.said}
    goes = texts & {
        "goes",
        "go",
        "goes to",
        "go to",
        "went",
        "spent",
        "spend",
        "spends",
        "spending",
        "spent on",
        "paid",
    }
    counts = texts & {"how many", "number of", "each", "per"} or any(s.is_a("operator", "PER") for s in p.said)
    return p.item.is_a("name", "cars_owned") and bool(goes) and not counts


def counts_cars(p: Place) -> bool:
    """“Official cars” that somebody has: the cars, not what they cost."""
    has = any(s.text.lower() in {"have", "has", "own", "owns", "how many", "which has more"} for s in p.said)
    return p.item.is_a("name", "official_cars") and p.text.endswith(("car", "cars", "vehicles")) and has


def pays_for_new_cars(p: Place) -> bool:
    """“Pay for the cars it buys”: what buying them costs."""
    texts = {s.text.lower() for s in p.said}
    bought = texts & {"buy", "buys", "buying", "bought", "purchase", "purchases", "purchased"}
    paid = texts & {"pay", "pays", "paid", "cost", "costs", "spend", "spends", "spent", "how much", "price"}
    first = next((s for s in p.said if s.kind not in {"silent", "body"}), p.item)
    whether = first.is_a("question", "yes_no") and not any(s.is_a("question", "how_much") for s in p.said)
    return p.item.is_a("name", "official_cars", "cars_owned") and bool(bought) and (bool(paid) or whether)


def owns_cost(p: Place) -> bool:
    """“How much fuel did the center's car cost”: what it costs is named besides, and the car is but whose it is."""
    costs = any(s.text.lower() in {"cost", "costs", "need", "needs", "use", "uses", "consume"} for s in p.rest[:NEAR])
    told = any(s.kind in {"name", "word"} for s in p.before)
    counted = any(s.text.lower() in {"how many", "each", "per", "one"} for s in p.said)
    return p.item.is_a("name", "cars_owned") and costs and told and not counted


def runs_them(p: Place) -> bool:
    """“How much did it spend running them”: the cars that were spoken of, where nothing else is named."""
    them = bool(p.rest) and p.rest[0].text.lower() in {"them", "it", "these", "those"}
    named = any(s.kind in {"name", "word", "chinese"} and s.value != "expenditure" for s in p.said)
    spends = any(s.text.lower() in _MONEY for s in p.before)
    return (
        p.item.kind == "silent"
        and p.text in {"running", "run", "operating", "maintaining"}
        and them
        and spends
        and not named
    )
