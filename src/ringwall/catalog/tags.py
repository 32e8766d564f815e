"""The tags of all resources of a service: one list, where a service has a call for each alone."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.table import Reader


def read_tags(service: str, reader: Reader) -> Mapping[str, Any]:
    """Return the tags of each resource of a service that has some, by its ARN.

    What never had a tag is not in the list.
    https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
    """
    found = reader.items(
        "resourcegroupstaggingapi.get_resources",
        "ResourceTagMappingList",
        ResourceTypeFilters=[service],
    )
    return {str(one["ResourceARN"]): one["Tags"] for one in found}
