"""Ranges are merged and searched as a naive look at each network would."""

from hypothesis import given
from hypothesis import strategies as st

from ringwall.detect.enrichment.address_ranges import (
    is_within,
    merge_ranges,
    pack_ranges,
    unpack_ranges,
)
from ringwall.detect.enrichment.indicators import AddressRange

SMALL = st.integers(0, 60)
NETWORKS = st.lists(
    st.tuples(st.sampled_from((4, 6)), SMALL, SMALL).map(
        lambda found: AddressRange(found[0], min(found[1:]), max(found[1:]))
    )
)


@given(NETWORKS, st.sampled_from((4, 6)))
def test_an_address_is_within_what_was_merged_where_it_is_in_a_network(
    networks: list[AddressRange], version: int
) -> None:
    packed = pack_ranges(merge_ranges(networks, version), version)
    firsts, lasts = unpack_ranges(packed, version)
    for number in range(62):
        naive = any(n.version == version and n.first <= number <= n.last for n in networks)
        assert is_within(firsts, lasts, number) is naive


def test_ranges_that_touch_become_one() -> None:
    networks = [
        AddressRange(4, 5, 9),
        AddressRange(4, 1, 4),
        AddressRange(4, 11, 12),
        AddressRange(6, 10, 10),
    ]
    assert merge_ranges(networks, 4) == [(1, 9), (11, 12)]


def test_the_last_addresses_of_all_are_kept() -> None:
    for version, last in ((4, 2**32 - 1), (6, 2**128 - 1)):
        firsts, lasts = unpack_ranges(pack_ranges([(last, last)], version), version)
        assert is_within(firsts, lasts, last)
        assert not is_within(firsts, lasts, last - 1)
