"""How aliases of keys come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"AliasName": "{alias_name}"}
_TO = {**_NAME, "TargetKeyId": "{target_key_id}"}


alias = Lifecycle(
    table="kms_alias",
    find=Find("kms.list_aliases", {"Limit": 100}, items="Aliases", match=_NAME),
    identity=("alias_name",),
    named_by=("alias_name",),
    create=Step("kms.create_alias", _TO),
    creates=("alias_name", "target_key_id"),
    updates=(Update(("target_key_id",), Step("kms.update_alias", _TO, blast="availability")),),
    erase=Step("kms.delete_alias", _NAME, blast="availability"),
)
