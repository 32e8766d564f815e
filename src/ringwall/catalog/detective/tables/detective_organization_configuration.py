"""Whether Amazon Detective takes in new accounts of the organization."""

from ringwall.catalog.detective.graphs import read_configuration
from ringwall.model.table import Table, boolean

configuration = Table(
    name="detective_organization_configuration",
    doc="Whether Detective's administrator of a Region takes in new accounts; others have no row.",
    fetch=read_configuration,
    arn="{Arn}/organization-configuration",
    columns=(boolean("auto_enable", "AutoEnable", "New accounts are members.", required=True),),
)
