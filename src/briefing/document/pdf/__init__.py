"""The report as PDF in the official form: calls of a Typst template, set by Typst, its tags completed with pikepdf."""

from .setting import pdf

__all__ = ["pdf"]
