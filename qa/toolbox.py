"""LangChain 工具: ask, check and facts as ``BaseTool``, for agents of others (``create_agent(model, toolbox(home))``).

Each gives words for the model and, as the artifact, the contract's object for the program. What is refused is told to the
model in words, so that an agent can go on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from langchain_core.tools import BaseTool, StructuredTool, ToolException

from corpus.problem import MingzhangError
from qa.home import Home
from qa.said import with_sources
from qa.tools import Tools

Said = tuple[str, dict[str, Any]]


def toolbox(home: Home, url: str = "") -> list[BaseTool]:
    """The tools over one home; ``url`` is where the service is reached, for links in what they say."""
    tools = Tools(home)

    def ask_budget(question: Annotated[str, "A question in plain Chinese or English"]) -> Said:
        """Ask about public budgets: the figure, its calculation and where it is printed; or honestly why there is none."""
        answer = _run(lambda: tools.ask_once(question))
        return with_sources(answer, url), answer

    def check_text(text: Annotated[str, "An article or a passage of it"]) -> Said:
        """Hold every figure of a text against the disclosures: supported, contradicted, disputed or not found, with the place."""
        found = _run(lambda: tools.check(text))
        said = [f"- {one['span']}：{one['verdict']}，{one['reason']}" for one in found["findings"]]
        return "\n".join(said) or "没有可以核对的数字 (no figure that could be checked)", found

    def find_facts(
        issuer: Annotated[str | None, "The body, by its name or a short name of it"] = None,
        fiscal_year: Annotated[int | None, "The year that the amount is about"] = None,
        q: Annotated[str | None, "Words that must all occur in the labels"] = None,
        limit: Annotated[int, "How many at most"] = 20,
    ) -> Said:
        """Printed figures with row, column, unit and year, filtered."""
        filters = {"issuer": issuer, "fiscal_year": fiscal_year, "q": q}
        found = _run(lambda: tools.find_facts(filters, max(1, min(limit, 200))))
        lines = [
            f"- {f['issuer']} {f['fiscal_year']} {f['name']}/{f['column']}：{f['value']}{f['unit']}（{f['basis']}）"
            for f in found["facts"]
        ]
        return "\n".join([f"{found['total']} 条", *lines]), found

    return [_tool(function) for function in (ask_budget, check_text, find_facts)]


def _tool(function: Callable[..., Said]) -> BaseTool:
    return StructuredTool.from_function(function, response_format="content_and_artifact", handle_tool_error=True)


def _run(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return work()
    except MingzhangError as error:
        raise ToolException(str(error)) from None
