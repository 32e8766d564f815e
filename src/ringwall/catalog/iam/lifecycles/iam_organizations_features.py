"""How central management of root users is enabled: IAM needs trusted access before it."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

LATER = ("ServiceAccessNotEnabledException",)
"""Trusted access of IAM is not seen yet."""

features = Lifecycle(
    table="iam_organizations_features",
    find=Find("iam.list_organizations_features"),
    ids=(),
    updates=(
        Update(
            ("root_credentials_management",),
            choose={
                True: Step("iam.enable_organizations_root_credentials_management", retry=LATER),
                False: Step("iam.disable_organizations_root_credentials_management"),
            },
        ),
        Update(
            ("root_sessions",),
            choose={
                True: Step("iam.enable_organizations_root_sessions", retry=LATER),
                False: Step("iam.disable_organizations_root_sessions"),
            },
        ),
    ),
    serial="organizations",
)
