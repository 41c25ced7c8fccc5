"""英文问答: a question in English is read into the same kinds of mentions as one in Chinese and said in the Chinese that the plan's
parser takes; the answer is said in English, what is printed beside it in Chinese."""

from __future__ import annotations

from qa.english.speaking import label, speak

__all__ = ["label", "speak"]
