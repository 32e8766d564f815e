"""How logs are collected into a lake, of one account and Region each, and not any more."""

from typing import Any

from ringwall.model.lifecycle import Find, Lifecycle, Step

_SOURCE: dict[str, Any] = {
    "sources": [
        {
            "sourceName": "{source_name}",
            "sourceVersion": "{source_version}",
            "regions": ["{region}"],
            "accounts": ["{source_account}"],
        }
    ]
}
_BUSY = ("ConflictException",)


source = Lifecycle(
    table="securitylake_aws_log_source",
    find=Find(
        "securitylake.list_log_sources",
        {"regions": ["{region}"], "accounts": ["{source_account}"]},
        items="sources[].sources[].awsLogSource",
        match={"sourceName": "{source_name}"},
    ),
    identity=("source_name",),
    given=("source_account",),
    ids=("source_name",),
    create=Step("securitylake.create_aws_log_source", _SOURCE, retry=_BUSY),
    creates=("source_name", "source_version"),
    erase=Step("securitylake.delete_aws_log_source", _SOURCE, retry=_BUSY),
    serial="securitylake",
)
