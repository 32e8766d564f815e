"""How the Shield Response Team comes to call of its own accord, and whom."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_CONTACTS = {"EmergencyContactList": "{emergency_contact_list}"}


engagement = Lifecycle(
    table="shield_proactive_engagement",
    find=Find(
        "shield.describe_subscription",
        take="Subscription.ProactiveEngagementStatus && Subscription",
        absent=("ResourceNotFoundException",),
    ),
    ids=(),
    create=Step("shield.associate_proactive_engagement_details", _CONTACTS),
    creates=("emergency_contact_list",),
    updates=(
        Update(
            ("emergency_contact_list",),
            Step("shield.update_emergency_contact_settings", _CONTACTS),
        ),
        Update(
            ("is_engaged",),
            choose={
                True: Step("shield.enable_proactive_engagement"),
                False: Step("shield.disable_proactive_engagement"),
            },
        ),
    ),
    irreversible="the Shield Response Team keeps its contacts; disable proactive engagement in the "
    "console of Shield where it is not wanted any more",
    normal={"emergency_contact_list": "json"},
    wait=120.0,
)
