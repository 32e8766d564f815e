"""Which Regions an account has enabled."""

from ringwall.model.table import Call, Table, text

region_opt_status = Table(
    name="account_region_opt_status",
    doc="A Region that an account could use, and whether it does.",
    scope="account",
    list=Call("account.list_regions", "Regions"),
    arn="arn:{partition}:account::{account_id}:region-opt-status/{RegionName}",
    columns=(
        text("region_name", "RegionName", "The Region: eu-west-1.", required=True),
        text(
            "region_opt_status",
            "RegionOptStatus",
            "ENABLED, DISABLED, ENABLED_BY_DEFAULT, ENABLING or DISABLING.",
            required=True,
        ),
    ),
)
