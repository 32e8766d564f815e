"""Aliases of KMS keys."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text


def _aliases(reader: Reader) -> Iterator[Row]:
    """Yield the aliases of keys: without a key, AWS has names that it reserves."""
    if list(reader.items("kms.list_keys", "Keys", Limit=1000)):
        found = reader.items("kms.list_aliases", "Aliases", Limit=100)
        yield from (alias for alias in found if alias.get("TargetKeyId"))


alias = Table(
    name="kms_alias",
    doc="A name of a KMS key, by which others use it.",
    cloudformation="AWS::KMS::Alias",
    fetch=_aliases,
    arn="AliasArn",
    columns=(
        text("alias_name", "AliasName", "The name: alias/...", required=True),
        text("target_key_id", "TargetKeyId", "The ID of the key."),
    ),
)
