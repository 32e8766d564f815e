"""How logs are collected into a lake, of one account and Region each, and not any more."""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step

_SOURCE: dict[str, Any] = {
    "sources": [
        {
            "sourceName": "{source_name}",
            "sourceVersion": "{source_version}",
            "regions": ["{region}"],
            "accounts": ["{source_account_id}"],
        }
    ]
}
_BUSY = ("ConflictException",)


source = Lifecycle(
    table="securitylake_aws_log_source",
    find=Find(
        "securitylake.list_log_sources",
        {"regions": ["{region}"], "accounts": ["{source_account_id}"]},
        items="sources[].sources[].awsLogSource",
        match={"sourceName": "{source_name}"},
        members={"account": "{source_account_id}"},
    ),
    identity=("source_name", "source_account_id"),
    ids=("source_name",),
    create=Step("securitylake.create_aws_log_source", _SOURCE, retry=_BUSY),
    creates=("source_name", "source_version", "source_account_id"),
    erase=Step("securitylake.delete_aws_log_source", _SOURCE, retry=_BUSY),
    replaced_by=("source_version",),
    serial="securitylake",
)
