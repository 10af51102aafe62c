"""Imported once by the fork server: all that a section needs, so that its kernel starts with it in memory."""

import ipykernel.kernelapp  # noqa: F401
import matplotlib.backends.backend_svg  # noqa: F401
import seaborn  # noqa: F401

import helpers.charts
import helpers.editions
import helpers.prose
import helpers.tables  # noqa: F401
