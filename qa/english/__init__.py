"""英文问答: a question in English is read into mentions and clauses and put in the Chinese that the plan's parser takes.

The answer is said in English, what is printed beside it in Chinese.
"""

from __future__ import annotations

from qa.english.speaking import label, speak

__all__ = ["label", "speak"]
