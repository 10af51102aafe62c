from helpers.language import _
from helpers.project import here

from ..options import command


@command("project")
def run() -> None:
    """Run the notebooks and store their outputs in them."""
    from ..build.stored import store_outputs

    here(checkout=False)
    for name in store_outputs():
        print(_("stored outputs: notebooks/{name}", name=name))
