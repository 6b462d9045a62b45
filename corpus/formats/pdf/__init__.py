"""PDF documents: their text in reading order, put back into paragraphs."""

from corpus.formats.pdf.blocks import read_pdf

__all__ = ["read_pdf"]
