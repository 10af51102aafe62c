"""What readers wrote and nobody has answered, of an edition as it was built last."""

from __future__ import annotations

from collections.abc import Iterator

from ..build.recipe import locate
from ..build.versions import versions
from ..document.remarks import told
from ..order import Order


def lines(order: Order) -> Iterator[str]:
    """Each open remark; nothing where no edition was built."""
    order, tables = locate(order)
    if kept := versions(order.folder):
        yield from told(kept[-1].contents, order.period, tables.rows)
