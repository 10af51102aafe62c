"""The small pages that `briefing watch` serves beside the briefing: what is missing, who signs."""

from __future__ import annotations

import html


def page(title: str, body: str) -> str:
    """A page of its own, with a way back to the briefing. title: plain text; body: HTML."""
    return _PAGE.format(title=html.escape(title), body=body)


_PAGE = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
body {{ max-width: 60rem; margin: 0 auto; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: #1d2733; }}
h1 {{ font-size: 1.4rem; }} h2 {{ font-size: 1.1rem; margin: 1.6rem 0 .4rem; }} ul {{ margin: 0; padding-left: 1.2rem; }}
li {{ margin: .3rem 0; }} code {{ color: #57616b; font-size: .85rem; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; width: 100%; margin: 1rem 0; }} th, td {{ padding: .3rem .5rem; border-bottom: 1px solid #d5dae0; text-align: left; vertical-align: top; }}
input:not([type=checkbox]) {{ font: inherit; padding: .2rem .4rem; }} label + label {{ margin-left: 1rem; }} button {{ font: inherit; font-weight: 600; padding: .4rem .9rem; }}
.refused {{ white-space: pre-wrap; border-left: 4px solid #b3400f; padding-left: .8rem; }}
</style>
<p><a href="/">Về báo cáo</a></p>
<h1>{title}</h1>
{body}
</html>
"""
