"""Builds broken on purpose: what the gate must catch."""

from __future__ import annotations

from abc import ABC, abstractmethod

from eval.systems import Product, Reader


class Broken(ABC):
    """A product with one fault; whatever the fault does not touch is the product's own."""

    def __init__(self, product: Product) -> None:
        self.product = product

    def ask(self, question, conversation_id=None):
        return self.fault(question, self.product.ask(question, conversation_id))

    def check(self, text):
        return self.product.check(text)

    def find(self, question, k):
        return self.product.find(question, k)

    @abstractmethod
    def fault(self, question, answer):
        """The product's answer → the answer with the fault."""


class WrongNumbers(Broken):
    """Figures point to the citation after their own."""

    def fault(self, _question, answer):
        for figure in answer["figures"]:
            figure["citations"] = tuple(number + 1 for number in figure["citations"])
        return answer


class WrongPlaces(Broken):
    """Citations quote the line after the one that they mean, verbatim."""

    def __init__(self, product: Product, texts) -> None:
        super().__init__(product)
        self.texts = texts

    def fault(self, _question, answer):
        for cited in answer["citations"]:
            text = self.texts[cited["source"]]
            start = text.find("\n", cited["end"]) + 1
            end = text.find("\n", start)
            cited["quote"] = text[start:end].strip() or text[start : start + 80]
        return answer


class NeverRefuses(Broken):
    """Where the product refuses, the figures of the passage that looks best are stated."""

    def __init__(self, product: Product, reader: Reader) -> None:
        super().__init__(product)
        self.reader = reader

    def fault(self, question, answer):
        return self.reader.ask(question) if answer["status"] in {"not_found", "declined"} else answer
