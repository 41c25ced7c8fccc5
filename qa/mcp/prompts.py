"""MCP 提示: what people ask of an agent with these tools again and again, ready to pick."""

from __future__ import annotations

from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from pydantic import Field


def offer(made: MCPServer[Any]) -> None:
    """Add the prompts to a server."""

    @made.prompt(title="核对一篇报道")
    def check_article(text: Annotated[str, Field(description="报道全文或其中一段")]) -> str:
        """Check an article's figures against the public accounts, and say what is wrong and where the right one stands."""
        return (
            "请用 check_text 核对下面报道里的每个数字。逐条列出：原句、结论（相符／不符／文件前后不一致／未能核对）、文件里的数字和出处；"
            "不符的给出更正后的句子。未披露不等于不实，请分开说。不要自己推算数字。\n\n报道：\n" + text
        )

    @made.prompt(title="比较两家")
    def compare_two(
        first: Annotated[str, Field(description="一家单位")],
        second: Annotated[str, Field(description="另一家单位")],
        what: Annotated[str, Field(description="比较什么，如 三公经费")] = "三公经费",
        year: Annotated[str, Field(description="年份，如 2022")] = "",
    ) -> str:
        """Compare two bodies by their own published figures."""
        when = f"{year}年" if year else "都有数字的最近一年"
        return (
            f"请比较{first}和{second}{when}的{what}。先用 list_disclosures 看收录了哪些文件，再用 compare 取两家的数字；"
            "说明各是预算数还是决算数、单位和口径是否相同，引用保留 [编号]。哪家没有披露，照实说，不要推断。"
        )

    @made.prompt(title="看一份文件自己对不对")
    def audit_disclosure(disclosure: Annotated[str, Field(description="文件编号或文件名")]) -> str:
        """Read a disclosure's own arithmetic and explain what does not add up."""
        return (
            f"请用 audit 查 {disclosure} 的勾稽关系，把不符的逐条说明：哪张表、应为多少、列为多少、相差多少，"
            "并区分四舍五入和真正的差错。只说查出来的，不猜原因。"
        )
