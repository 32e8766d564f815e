"""How it is set from when on ACM tells of certificates that expire."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

account = Lifecycle(
    table="certificatemanager_account",
    find=Find("acm.get_account_configuration"),
    ids=(),
    updates=(
        Update(
            ("days_before_expiry",),
            Step(
                "acm.put_account_configuration",
                {"ExpiryEvents": {"DaysBeforeExpiry": "{days_before_expiry}"}},
            ),
        ),
    ),
)
