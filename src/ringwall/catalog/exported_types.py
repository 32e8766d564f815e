"""The CloudFormation types that rows of a blueprint are exported as."""

from ringwall.catalog.loader import load_exports, load_lifecycles, load_tables


def list_exported_types() -> tuple[str, ...]:
    """Return the types of all tables that have a lifecycle, and those that exports name."""
    tables, exports = load_tables(), load_exports().values()
    own = {tables[name].cloudformation for name in load_lifecycles()}
    named = {export.type for export in exports}
    further = {one.type for export in exports for one in export.also}
    return tuple(sorted((own | named | further) - {""}))
