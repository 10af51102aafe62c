from helpers.language import _

from ..options import command, edition
from ..order import Order
from ..terminal import results


@command("build")
@edition
def run(order: Order) -> None:
    """List which sections are stale, and why, which are signed, and which remarks are open."""
    from ..build.recipe import plan
    from ..build.versions import versions
    from ..document.remarks import told
    from ..history.signing import lines

    todo = plan(order)
    stale, fresh = _("stale"), _("fresh")
    for section in todo.sections:
        state, why = (stale, todo.stale[section]) if section in todo.stale else (fresh, "")
        print(f"{state:{max(len(stale), len(fresh))}} {section.path.name:36} {why}".rstrip())
    if kept := versions(todo.order.folder):
        results(lines(todo.order.period, kept, todo.tables.rows))
        results(told(kept[-1].contents, todo.order.period, todo.tables.rows))
