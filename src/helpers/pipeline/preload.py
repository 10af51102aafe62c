"""Imported once by the fork server: all that a section needs, so that its kernel starts with it in memory."""

import gc
from decimal import Decimal

import ipykernel.debugger
import ipykernel.ipkernel
import ipykernel.kernelapp  # noqa: F401
import matplotlib.backends.backend_svg  # noqa: F401
import seaborn  # noqa: F401

import helpers.charts
import helpers.editions
import helpers.prose
import helpers.tables  # noqa: F401
from helpers.vietnamese import number

number(Decimal(1234))  # Babel reads its locale at the first number

# A collection in a kernel would write into every object and so copy all the memory it shares with the others.
gc.collect()
gc.freeze()
