"""原件的文本: what a reader of one kind of file hands to the line that reads disclosures."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.problem import Problem


@dataclass(frozen=True, slots=True)
class Source:
    """原件的文本. Where ``is_paged``, form feeds part pages and lines are as printed.

    ``is_wrapped`` says whether a line is one of print or a whole paragraph; None where the text itself must tell.

    ``problems`` tell what was recognised from images (kind ``scanned``) and which figures are not sure (kind
    ``unsure``), with their places in ``text``.
    """

    text: str
    media_type: str
    is_paged: bool = False
    is_wrapped: bool | None = None
    problems: tuple[Problem, ...] = ()
