from pathlib import Path

from ..options import command, data, period


@command("review")
@period
@data
def run(period: str, data: Path) -> None:
    """Offer sentences: missed targets, what departs from the whole, largest changes, with their figures."""
    from helpers.editions import Edition
    from helpers.headlines import lines, suggested

    for line in lines(suggested(Edition(period, data))):
        print(line)
