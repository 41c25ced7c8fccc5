"""语言模型之门: the one place where a chat model of LangChain's is made. Nothing is loaded before one is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.problem import MingzhangError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def chat_model(model: str, url: str = "", *, seconds: float) -> BaseChatModel:
    """A chat model by its name for ``init_chat_model`` (``openai:gpt-…``), at its own address where one is given.

    It is asked once, and given up after ``seconds``. Raises UnusableModelError where LangChain cannot make one.
    """
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - for those who configured one

    given: dict[str, Any] = {"base_url": url} if url else {}
    keys: list[dict[str, Any]] = [{}, {"api_key": "none"}] if url else [{}]  # one's own server wants no key
    for more in keys:
        try:
            made: BaseChatModel = init_chat_model(model, temperature=0, timeout=seconds, max_retries=0, **given, **more)
        except ImportError as error:
            raise UnusableModelError(f"{_NAMED}{model!r} 需要另装的包 (a package is missing): {error}") from None
        except Exception as error:  # noqa: BLE001 - an edge: what providers raise for a bad name or a missing key is their own
            failed = str(error).split("\n", 1)[0]
        else:
            return made
    raise UnusableModelError(f"{_NAMED}{model!r} 用不了 (cannot be used): {failed}")


_NAMED = "MINGZHANG_MODEL："


class UnusableModelError(MingzhangError):
    """模型用不了: the configured language model cannot be made; the message says what lacks."""
