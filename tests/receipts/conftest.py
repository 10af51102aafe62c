"""The fixtures that pandas' suite asks for."""

from pandas.conftest import (
    all_arithmetic_operators,
    all_boolean_reductions,
    all_numeric_accumulations,
    all_numeric_reductions,
    all_reductions,
    comparison_op,
    nullable_string_dtype,
    using_infer_string,
)
from pandas.tests.extension.conftest import *  # noqa: F403

__all__ = [
    "all_arithmetic_operators",
    "all_boolean_reductions",
    "all_numeric_accumulations",
    "all_numeric_reductions",
    "all_reductions",
    "comparison_op",
    "nullable_string_dtype",
    "using_infer_string",
]
