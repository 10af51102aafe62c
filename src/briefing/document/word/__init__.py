"""The Word document in the official form: `docx`."""

from .writer import docx

__all__ = ["docx"]
