"""Groups of IAM Identity Center, as a blueprint wants them."""

from collections.abc import Iterator

from ringwall.catalog.sso.wanted_rows import center_key, find_center, instance_key
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted


@wants("identity.identity_center")
def want_groups(landscape: Landscape) -> Iterator[Wanted]:
    """Have the groups that assignments name; who is in them is not the blueprint's."""
    center = find_center(landscape)
    names = dict.fromkeys(wanted.group for wanted in center.assignments) if center else {}
    for name in names:
        by_hand = f"the directory that sends groups has none called {name}: add it there"
        yield Wanted(
            key=center_key(landscape, "identitystore_group", name),
            columns={
                "identity_store_id": Ref(instance_key(landscape), "identity_store_id"),
                "display_name": name,
            },
            section="identity.identity_center",
            layer="identity",
            why="access follows from groups alone",
            by_hand="" if center and center.create_groups else by_hand,
        )
