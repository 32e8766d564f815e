"""A key with its alias, as sections want them."""

from collections.abc import Iterator

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.layer import find_layer
from ringwall.model.table import Row


def want_named_key(
    landscape: Landscape, key: RowKey, section: str, why: str, policy: Row, **columns: object
) -> Iterator[Wanted]:
    """Yield the rows of a key that rotates, and of its alias: `alias/<blueprint>/<name>`."""
    layer = find_layer(section)
    yield Wanted(
        key=key,
        columns={
            "description": f"{landscape.name}: {key.name}",
            "key_policy": policy,
            "enable_key_rotation": True,
            **columns,
            "enabled": True,
        },
        section=section,
        layer=layer,
        why=why,
    )
    yield Wanted(
        key=RowKey(key.account, key.region, "kms_alias", key.name),
        columns={
            "alias_name": f"alias/{landscape.name}/{key.name}",
            "target_key_id": Ref(key, "key_id"),
        },
        section=section,
        layer=layer,
        why="a key without a name is hard to tell from others",
    )
