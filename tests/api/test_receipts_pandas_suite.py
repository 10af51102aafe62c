"""pandas' own suite for extension types, on the dtype `figure`."""

# ruff: noqa: F811  # fixtures that the suite asks for are imported, and taken as arguments

import pandas as pd
import pytest
from pandas.conftest import (  # noqa: F401  # fixtures that the suite asks for
    all_arithmetic_operators,
    all_boolean_reductions,
    all_numeric_accumulations,
    all_numeric_reductions,
    all_reductions,
    comparison_op,
    nullable_string_dtype,
    using_infer_string,
)
from pandas.tests.extension import base
from pandas.tests.extension.conftest import *  # noqa: F403

from receipts import Cell, Figure, FigureArray, FigureDtype


def figures(*values):
    cells = (Cell(f"t:{at}:n", unit="lượt", measure="flow") for at in range(len(values)))
    return FigureArray._from_sequence(
        [pd.NA if v is None else Figure(v, c) for v, c in zip(values, cells, strict=True)]
    )


@pytest.fixture
def dtype():
    return FigureDtype()


@pytest.fixture
def data():
    return figures(*range(1, 11))


@pytest.fixture
def data_for_twos():
    return FigureArray._from_sequence([Figure(2, Cell(f"two:{at}:n", unit="lượt")) for at in range(10)])


@pytest.fixture
def data_missing():
    return figures(None, 1)


@pytest.fixture
def data_for_sorting():
    return figures(2, 3, 1)


@pytest.fixture
def data_missing_for_sorting():
    return figures(2, None, 1)


@pytest.fixture
def na_cmp():
    return lambda one, other: one is pd.NA and other is pd.NA


@pytest.fixture
def data_for_grouping():
    return figures(2, 2, None, None, 1, 1, 2, 3)


TWICE = "a cell added to itself is refused: that is the rule"


class TestFigures(base.ExtensionTests):
    _combine_le_expected_dtype = "boolean"
    series_scalar_exc = frame_scalar_exc = series_array_exc = None

    def _honors_copy_keyword(self, data):
        return False

    def _supports_reduction(self, ser, op_name):
        return True

    def _supports_accumulation(self, ser, op_name):
        return True

    def _cast_pointwise_result(self, op_name, obj, other, pointwise_result):
        if op_name.strip("_") in ("eq", "ne", "lt", "le", "gt", "ge"):
            return pointwise_result.astype("boolean")
        return pointwise_result

    @pytest.mark.skip(TWICE)
    def test_add_series_with_extension_array(self): ...

    @pytest.mark.skip(TWICE)
    def test_combine_add(self): ...

    def test_arith_series_with_scalar(self, data, all_arithmetic_operators):
        not_to_itself(all_arithmetic_operators)
        super().test_arith_series_with_scalar(data, all_arithmetic_operators)

    def test_arith_frame_with_scalar(self, data, all_arithmetic_operators):
        not_to_itself(all_arithmetic_operators)
        super().test_arith_frame_with_scalar(data, all_arithmetic_operators)

    def test_arith_series_with_array(self, data, all_arithmetic_operators):
        not_to_itself(all_arithmetic_operators)
        super().test_arith_series_with_array(data, all_arithmetic_operators)


def not_to_itself(operator):
    if operator in ("__add__", "__radd__"):
        pytest.skip(TWICE)
