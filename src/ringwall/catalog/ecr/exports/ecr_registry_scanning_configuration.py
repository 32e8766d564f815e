"""Where CloudFormation has the scans of registries: names begin with capital letters."""

from typing import Any

from ringwall.model.export import TableExport


def write_rules(rules: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rules of the API as CloudFormation has them."""
    return [
        {
            "ScanFrequency": rule["scanFrequency"],
            "RepositoryFilters": [
                {"Filter": one["filter"], "FilterType": one["filterType"]}
                for one in rule["repositoryFilters"]
            ],
        }
        for rule in rules
    ]


configuration = TableExport(
    table="ecr_registry_scanning_configuration",
    properties={"Rules": "{rules}"},
    values={"rules": write_rules},
)
