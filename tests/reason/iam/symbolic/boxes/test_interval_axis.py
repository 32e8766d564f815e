import ipaddress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.language.comparisons import compare_to
from ringwall.reason.iam.language.operators import OPERATORS
from ringwall.reason.iam.symbolic.boxes.interval_axis import AddressAxis, BytesAxis, NumberAxis

NUMBERS = st.lists(
    st.one_of(
        st.integers(-3, 3).map(lambda n: str(Decimal(n) / 2)),
        st.sampled_from(("0", "1e-308", "-1e-308", "-1.1e-308")),
        st.sampled_from(("9" * 35, "9" * 34 + "8", "1e307", "-1e-300", "1e308", "1e999999999")),
    ),
    min_size=1,
    max_size=4,
)
NETWORKS = st.lists(
    st.sampled_from((
        *("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "0.0.0.0/0", "255.255.255.255", "0.0.0.0/1"),
        *("::/0", "2001:db8::/32", "ffff::/16", "::1", "no network"),
    )),
    min_size=1,
    max_size=4,
)  # fmt: skip
ADDRESS = OPERATORS["ipaddress"]


@given(NUMBERS, st.sampled_from([o for o in OPERATORS.values() if o.family == "numeric"]))
def test_atoms_of_numbers_compare_as_their_samples_do(values: list[str], operator: object) -> None:
    axis = NumberAxis(values, moments=False)
    for at in (at for at in range(axis.full.bit_length()) if axis.full >> at & 1):
        for value in values:
            (found,) = [o for o in OPERATORS.values() if o is operator]
            assert compare_to(found, value)(axis.sample(at)) == bool(
                axis.mask(found, value) >> at & 1
            )


@pytest.mark.parametrize(("tiny", "atoms"), [("1e-308", 4), ("-1e-308", 4), ("1.1e-308", 5)])
def test_no_number_lies_between_zero_and_the_smallest(tiny: str, atoms: int) -> None:
    assert NumberAxis(["0", tiny], moments=False).full.bit_count() == atoms


@given(NETWORKS)
def test_atoms_of_addresses_lie_where_their_samples_do(values: list[str]) -> None:
    axis = AddressAxis(values)
    samples = [axis.sample(at) for at in range(axis.full.bit_length())]
    assert {ipaddress.ip_address(sample).version for sample in samples} == {4, 6}
    for at, sample in enumerate(samples):
        for value in values:
            assert compare_to(ADDRESS, value)(sample) == bool(axis.mask(ADDRESS, value) >> at & 1)


def test_moments_are_read_as_dates_or_seconds() -> None:
    axis = NumberAxis(["2024-01-01", "1704067200", "2024-01-02T00:00:00+01:00"], moments=True)
    less = OPERATORS["datelessthan"]
    assert axis.full.bit_length() == 5
    assert axis.mask(less, "2024-01-01") == axis.mask(less, "1704067200") == 1
    assert axis.sample(1) == "2024-01-01T00:00:00Z"


def test_bytes_are_told_apart_by_what_they_decode_to() -> None:
    axis = BytesAxis(["YQ==", "Yg==", "no bytes"])
    equals = OPERATORS["binaryequals"]
    assert axis.mask(equals, "YQ==") != axis.mask(equals, "Yg==")
    assert axis.mask(equals, "no bytes") == 0
    for at in range(2):
        assert axis.mask(equals, axis.sample(at)) == 1 << at
    assert not compare_to(equals, "YQ==")(axis.sample(2))
