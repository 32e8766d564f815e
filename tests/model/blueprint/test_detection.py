"""The sections of the layer detection say which services they use, and where those are."""

import msgspec

from ringwall.aws.offers import is_offered
from ringwall.model.blueprint.detection import Detection
from ringwall.plan.typed_settings import walk_settings


def test_every_section_names_services_that_there_are() -> None:
    named = {
        setting.keys[-1]: setting.extra["services"]
        for setting in walk_settings(Detection())
        if "services" in setting.extra
    }
    assert named["trail"] == ("cloudtrail",)
    assert set(named) <= {field.name for field in msgspec.structs.fields(Detection)}
    used = {service for services in named.values() for service in services}
    assert used == {service for service in used if is_offered(service, "us-east-1")}
