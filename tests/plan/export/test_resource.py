"""One resource of an export."""

from ringwall.catalog.resource_types import load_resource_types
from ringwall.model.blueprint.wanted import RowKey
from ringwall.plan.export.resource import ExportedKey, ExportedResource


def test_a_resource_is_in_the_place_of_its_row() -> None:
    key = ExportedKey(RowKey("prod", "us-east-1", "kms_key", "k"))
    one = ExportedResource(key, load_resource_types()["AWS::KMS::Key"], {}, (), "Why.")
    assert one.place == ("prod", "us-east-1")
    assert one.but(properties={"Enabled": True}).properties == {"Enabled": True}
    assert one.properties == {}
