"""`briefing notebooks`."""

from __future__ import annotations

from ..options import command


@command("project")
def run() -> None:
    """Run the notebooks and store their outputs in them."""
    from ..build.stored import store_outputs

    for name in store_outputs():
        print(f"stored outputs: notebooks/{name}")
