"""The templates of pages: the briefing's own, and the small ones that `briefing build --watch` serves beside it."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATE = Path(__file__).parent / "template"


@cache
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}  # half as long
    return environment


def page(template: str, **values: object) -> str:
    """A page beside the briefing, with a way back to it."""
    return templates().get_template(template).render(values)
