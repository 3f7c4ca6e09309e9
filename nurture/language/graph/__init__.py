"""A sequence as a picture: what it consists of in words, and its two forms, Mermaid's text and SVG."""

from nurture.language.graph.mermaid import to_mermaid
from nurture.language.graph.picture import Picture, picture_of
from nurture.language.graph.svg import to_svg

__all__ = ["Picture", "picture_of", "to_mermaid", "to_svg"]
