"""The form of plans: what is well formed, how deep it is, and when two plans are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import OFFICE, PROJECTS, SUM, WATER

from eval import plan_form
from eval.plan_form import depth, faults, implied_tags, normal

PRIOR = {"op": "PRIOR", "args": [OFFICE]}


@pytest.mark.parametrize(
    "plan",
    [
        {"roots": [OFFICE]},
        {"roots": [SUM, {"read": "reason", "about": "预算", "who": "测试中心"}]},
        {"roots": [{"op": "TOP", "args": [PROJECTS], "n": 3}]},
        {"roots": [{"op": "RATIO", "args": [SUM, {"number": "12"}]}]},
        {"roots": [{"members": {"kind": "bodies", "of": "测试中心"}}]},
        {"roots": [], "refuse": "not_disclosed"},
    ],
)
def test_a_plan_of_the_known_nodes_is_well_formed(plan):
    assert faults(plan) == []


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (None, "plan: must be an object"),
        ({"roots": OFFICE}, "roots: must be a list"),
        ({"roots": []}, "refuse"),
        ({"roots": [], "refuse": "no idea"}, "refuse"),
        ({"roots": [OFFICE], "refuse": "not_held"}, "refuses nothing"),
        ({"roots": [OFFICE], "steps": 1}, "unknown key 'steps'"),
        ({"roots": [7]}, "roots[0]: must be a node"),
        ({"roots": [{}]}, "exactly one of"),
        ({"roots": [{**OFFICE, **SUM}]}, "exactly one of"),
        ({"roots": [{"look": {}}]}, "thing: must be text"),
        ({"roots": [{"look": {"thing": "水费", "when": "2022"}}]}, "when: must be a year"),
        ({"roots": [{"look": {"thing": "水费", "basis": "change"}}]}, "basis: must be one of"),
        ({"roots": [{"look": {"thing": "水费", "within": "公用经费"}}]}, "within"),
        ({"roots": [{"look": {"thing": "水费", "colour": "red"}}]}, "unknown key 'colour'"),
        ({"roots": [{"op": "GUESS", "args": [OFFICE]}]}, "op: must be one of"),
        ({"roots": [{"op": "SHARE", "args": [OFFICE]}]}, "SHARE takes 2"),
        ({"roots": [{"op": "SUM", "args": OFFICE}]}, "args: must be a list"),
        ({"roots": [{"op": "TOP", "args": [PROJECTS]}]}, "TOP needs how many"),
        ({"roots": [{"op": "SUM", "args": [OFFICE], "n": 2}]}, "takes no n"),
        ({"roots": [{"op": "SUM", "args": [SUM, {"look": {}}]}]}, "roots[0].args[1].thing"),
        ({"roots": [{"members": {"kind": "planets", "of": OFFICE}}]}, "kind: must be one of"),
        ({"roots": [{"members": {"kind": "lines", "of": OFFICE, "keep": {"where": "amount"}}}]}, "keep"),
        ({"roots": [{"read": "mood", "about": "预算"}]}, "read: must be one of"),
        ({"roots": [{"number": 12}]}, "decimal as text"),
        ({"roots": [{"number": "twelve"}]}, "decimal as text"),
    ],
)
def test_what_is_wrong_with_a_plan_is_told_with_its_place(plan, told):
    found = faults(plan)
    assert any(told in fault for fault in found), found


@pytest.mark.parametrize(
    ("node", "deep"),
    [
        (OFFICE, 0),
        ({"read": "reason", "about": "预算"}, 0),
        (SUM, 1),
        (PRIOR, 0),
        ({"op": "GROWTH", "args": [OFFICE, PRIOR]}, 1),
        ({"op": "LIST", "args": [PROJECTS]}, 1),
        ({"op": "SUM", "args": [PROJECTS]}, 2),
        ({"op": "SHARE", "args": [SUM, OFFICE]}, 2),
        ({"op": "SHARE", "args": [{"op": "SUM", "args": [{"op": "TOP", "args": [PROJECTS], "n": 3}]}, OFFICE]}, 4),
    ],
)
def test_a_plan_is_as_deep_as_its_calculations_stand_upon_one_another(node, deep):
    assert depth({"roots": [OFFICE, node]}) == deep


def test_plans_that_mean_the_same_have_one_normal_form():
    turned = {"op": "SUM", "args": [{"look": {**WATER["look"], "unit": None, "within": []}}, OFFICE]}
    assert normal({"roots": [turned]}) == normal({"roots": [SUM]})
    change = {"op": "DIFFERENCE", "args": [OFFICE]}
    assert normal({"roots": [change]}) == normal({"roots": [{"op": "DIFFERENCE", "args": [OFFICE, PRIOR]}]})


def test_plans_that_mean_different_things_keep_different_forms():
    one, other = ({"op": "SHARE", "args": args} for args in ([OFFICE, WATER], [WATER, OFFICE]))
    assert normal({"roots": [one]}) != normal({"roots": [other]})
    assert normal({"roots": [OFFICE, WATER]}) != normal({"roots": [WATER, OFFICE]})
    assert normal({"roots": [], "refuse": "not_held"}) != normal({"roots": [], "refuse": "not_disclosed"})


def test_the_tags_that_follow_from_a_plan():
    both = {"roots": [{"op": "SHARE", "args": [SUM, OFFICE]}, WATER]}
    assert implied_tags("aggregate", both) == ["several", "deep"]
    assert implied_tags("ambiguous", {"roots": [OFFICE, WATER]}) == []
    assert implied_tags("unanswerable", {"roots": [], "refuse": "not_held"}) == ["unanswerable"]
    assert implied_tags("false_premise", {"roots": [OFFICE]}) == ["premise"]


LOOKS = st.sampled_from([OFFICE, WATER])
NODES = st.recursive(
    LOOKS,
    lambda inner: st.builds(
        lambda name, args: {"op": name, "args": args},
        st.sampled_from(
            sorted(name for name, (_, most) in plan_form.ARGUMENTS.items() if most == plan_form.MANY) or [""]
        ),
        st.lists(inner, min_size=2, max_size=3),
    ).map(lambda node: {**node, "n": 2} if node["op"] in plan_form.ORDERED else node),
    max_leaves=8,
)


@given(st.lists(NODES, min_size=1, max_size=3))
def test_a_normal_form_is_well_formed_and_stays_as_it_is(roots):
    plan = {"roots": roots}
    assert faults(plan) == []
    once = normal(plan)
    assert faults(once) == []
    assert normal(once) == once
    assert depth(once) == depth(plan)
