from ..options import command


@command("project")
def run() -> None:
    """Print the data dictionary (data/README.md)."""
    from helpers.audit.rules import described
    from helpers.data.dictionary import dictionary

    print(dictionary(described()), end="")
