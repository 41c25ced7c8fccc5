"""分词: running Chinese cut into words for the lexical index, the same way when writing and when asking.

jieba is loaded at the first cut, not before: a question about a figure never needs it. Its compiled
dictionary is kept in ``cache``, so that no process builds it again.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from corpus.money import fold

USER_WORD_FREQUENCY = 20_000
"""High enough that a term of the genre stays whole beside its parts (“一般公共预算” beside 一般, 公共, 预算)."""

STOP_WORDS = frozenset(
    """
    的 了 和 与 及 或 是 在 有 为 对 从 到 由 被 把 向 于 以 其 等 并 也 都 就 还 又 而 之 这 那 哪 吗 呢 吧 啊 呀 么
    我 你 他 她 它 们 请 问 什么 多少 怎么 怎样 如何 为什么 哪些 哪个 哪里 几个 一下 请问 告诉 我们 你们 他们
    这个 那个 是否 有没有 是不是 the a an of is are in
    """.split()  # noqa: SIM905 - a list of quoted words could not be read
)
"""Words of questions rather than of answers; BM25 would down-weigh them, but they cost time."""

MOST_TAGGED = 1_000
"""Stretches whose tags are kept."""

RARE = "x"
"""The tag of a character that jieba's dictionary of tags does not hold."""

_WORD = re.compile(r"\w", re.UNICODE)


class Words:
    """分词器: call it to cut text for the index; :meth:`of_question` gives the words to look for."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        self._tagger: Any = None
        self._tagged: dict[str, list[tuple[str, str]]] = {}
        """A question's stretches are looked at again for each disclosure that it may be about."""

    def __call__(self, text: str) -> str:
        """Text as words parted by blanks."""
        return " ".join(self.cut(text))

    def cut(self, text: str) -> list[str]:
        """Words in order, long words followed by the words inside them; punctuation left out."""
        folded = fold(text).lower()
        return [word for word in self._jieba().cut_for_search(folded, HMM=False) if _WORD.search(word)]

    def of_question(self, question: str) -> list[str]:
        """The distinct words of a question that are worth looking for."""
        return list(dict.fromkeys(w for w in self.cut(question) if w not in STOP_WORDS))

    def tagged(self, text: str) -> list[tuple[str, str]]:
        """词性: the words of a stretch with the tags of jieba's dictionary (n noun, v verb, d adverb, m number …)."""
        if self._tagger is None:
            from jieba.posseg import POSTokenizer  # noqa: PLC0415 - as below

            self._tagger = POSTokenizer(self._jieba())
        found = self._tagged.get(text)
        if found is None:
            if len(self._tagged) >= MOST_TAGGED:
                self._tagged.clear()
            found = self._tagged[text] = list(self._tag(text))
        return list(found)

    def _tag(self, text: str) -> Iterator[tuple[str, str]]:
        """Characters that jieba has never met are left as they are: it would weigh every tag for each of them."""
        from jieba.posseg import char_state_tab_P as known  # noqa: PLC0415 - as below

        for is_rare, letters in groupby(text, lambda letter: "一" <= letter <= "鿿" and letter not in known):
            stretch = "".join(letters)
            if is_rare:
                yield from ((letter, RARE) for letter in stretch)
            else:
                yield from ((pair.word, pair.flag) for pair in self._tagger.cut(stretch))

    def _jieba(self) -> Any:
        if self._tokenizer is None:
            with self._lock:
                if self._tokenizer is None:
                    self._tokenizer = _load(self._cache)
        return self._tokenizer


def _load(cache: Path | None) -> Any:
    """Load jieba with the dictionary of terms (术语表) as user words."""
    import jieba  # noqa: PLC0415 - a second of work that most questions do not need

    from corpus.terms import TERMS  # noqa: PLC0415 - likewise

    jieba.setLogLevel("CRITICAL")  # it complains at length where its cache cannot be written, and goes on without
    tokenizer = jieba.Tokenizer()
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(cache)
    tokenizer.initialize()
    for word in sorted({fold(w).lower() for term in TERMS.values() for w in (term.name, *term.words)}):
        if len(word) > 1 and " " not in word:
            tokenizer.add_word(word, freq=USER_WORD_FREQUENCY)
    return tokenizer
