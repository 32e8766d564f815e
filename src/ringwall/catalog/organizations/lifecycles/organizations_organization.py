"""How the organization is made. An organization without all features is changed by hand.

Each member that was invited has to agree to all features, which no call of one account does.
"""

from ringwall.catalog.organizations.organization import BUSY, NOT_IN_USE
from ringwall.model.lifecycle import Find, Lifecycle, Step

organization = Lifecycle(
    table="organizations_organization",
    find=Find("organizations.describe_organization", take="Organization", absent=NOT_IN_USE),
    ids=("id", "arn", "management_account_id", "root_id"),
    create=Step(
        "organizations.create_organization",
        {"FeatureSet": "{feature_set}"},
        retry=BUSY,
        also=("iam:CreateServiceLinkedRole",),
    ),
    creates=("feature_set",),
    irreversible=(
        "An organization can be deleted only once its member accounts have left it, and accounts "
        "that were created in it cannot leave before they can pay for themselves."
    ),
    by_hand={
        "feature_set": "enable all features in the console of AWS Organizations, and have each "
        "invited account agree"
    },
    serial="organizations",
)
