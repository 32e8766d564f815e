"""How an account becomes the administrator of Firewall Manager: the management account says so."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

admin = Lifecycle(
    table="fms_admin_account",
    find=Find("fms.get_admin_account", absent=("ResourceNotFoundException",)),
    ids=("admin_account",),
    create=Step(
        "fms.associate_admin_account",
        {"AdminAccount": "{admin_account}"},
        also=(
            "organizations:DescribeOrganization",
            "organizations:EnableAWSServiceAccess",
            "organizations:RegisterDelegatedAdministrator",
        ),
    ),
    creates=("admin_account",),
    by_hand={
        "admin_account": "the administrator of today ends it in its own account, once it has no "
        "policy: Firewall Manager > Settings > Revoke administrator account; then apply again"
    },
    irreversible="the administrator of Firewall Manager ends it itself, once it has no policy: "
    "Firewall Manager > Settings > Revoke administrator account",
    serial="organizations",
    wait=120.0,
)
