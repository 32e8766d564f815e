"""Resource shares of AWS RAM: what is shared, and with whom."""

from ringwall.model.table import Call, Table, boolean, text, texts

_OWN = {"resourceOwner": "SELF", "resourceShareArns": ["{resourceShareArn}"]}

share = Table(
    name="ram_resource_share",
    doc="A resource share of the account's own; deleted ones are listed for a while.",
    cloudformation="AWS::RAM::ResourceShare",
    list=Call("ram.get_resource_shares", "resourceShares", {"resourceOwner": "SELF"}),
    arn="resourceShareArn",
    tags="tags",
    gone=("UnknownResourceException",),
    calls=(
        Call(
            "ram.list_principals",
            "principals",
            _OWN,
            into="Principals",
            when="status == 'ACTIVE'",
        ),
        Call("ram.list_resources", "resources", _OWN, into="Resources", when="status == 'ACTIVE'"),
    ),
    columns=(
        text("name", "name", "Its name.", property="Name"),
        text("status", "status", "ACTIVE, PENDING, FAILED, DELETING or DELETED."),
        boolean(
            "allow_external_principals",
            "allowExternalPrincipals",
            "Accounts outside the organization can be named.",
            property="AllowExternalPrincipals",
            default=True,
        ),
        texts(
            "principals",
            "Principals[].id",
            "With whom: accounts, units, the organization.",
            property="Principals",
            default=[],
        ),
        texts(
            "resource_arns",
            "Resources[].arn",
            "What is shared.",
            property="ResourceArns",
            default=[],
        ),
    ),
)
