"""Hosted zones come in pages."""

from typing import Any


def test_zones_come_in_pages(client: Any) -> None:
    route53 = client("route53")
    for name in ("a.io", "b.io", "c.io"):
        route53.create_hosted_zone(Name=name, CallerReference=name)
    first = route53.list_hosted_zones(MaxItems="2")
    assert (len(first["HostedZones"]), first["IsTruncated"]) == (2, True)
    rest = route53.list_hosted_zones(Marker=first["NextMarker"])
    assert [zone["Name"] for zone in (*first["HostedZones"], *rest["HostedZones"])] == [
        "a.io.",
        "b.io.",
        "c.io.",
    ]
    assert first["Marker"] == ""
