"""The variant with a language model: only where one is named, and driven through LangChain's own fake model."""

from __future__ import annotations

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from corpus.problem import MingzhangError
from eval import systems


def test_all_variants_are_those_that_need_no_model_unless_one_is_named(monkeypatch):
    monkeypatch.delenv("MINGZHANG_MODEL", raising=False)
    assert "model" not in systems.names(["all"])
    assert systems.names(["model"]) == ["model"]
    monkeypatch.setenv("MINGZHANG_MODEL", "fake:small")
    assert "model" in systems.names(["all"])


def test_the_variant_without_a_model_says_what_to_set(ground, monkeypatch):
    monkeypatch.delenv("MINGZHANG_MODEL", raising=False)
    with pytest.raises(MingzhangError, match="MINGZHANG_MODEL"):
        systems.build("model", ground)


def test_the_variants_answers_are_the_models_where_they_hold_and_ours_where_not(ground, gold, monkeypatch):
    asked = next(q.question for q in gold.questions if q.kind == "figure")
    plain = systems.Product(ground, vectors=None).ask(asked)
    figure = plain["figures"][0]
    founded = f"{figure['value']}{figure['unit']}[1]"
    messages = iter([AIMessage(founded), AIMessage("999,999.99亿元[1]")])
    monkeypatch.setattr(
        "langchain.chat_models.init_chat_model", lambda *_args, **_more: GenericFakeChatModel(messages=messages)
    )
    monkeypatch.setenv("MINGZHANG_MODEL", "fake:small")
    monkeypatch.setattr(type(ground), "search", lambda *_args, **_more: None)  # no passage need be embedded for this
    system = systems.build("model", ground)
    assert system.ask(asked)["answer"] == founded
    assert system.ask(asked)["answer"] == plain["answer"]
