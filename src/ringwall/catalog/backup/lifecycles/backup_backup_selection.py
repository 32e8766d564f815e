"""How selections of a plan come and go: AWS has no call that changes one."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

selection = Lifecycle(
    table="backup_backup_selection",
    find=Find(
        "backup.list_backup_selections",
        {"BackupPlanId": "{backup_plan_id}"},
        items="BackupSelectionsList",
        match={"SelectionName": "{selection_name}"},
        absent=("ResourceNotFoundException",),
        members={"BackupPlanId": "{backup_plan_id}"},
    ),
    identity=("backup_plan_id", "selection_name"),
    ids=("selection_id",),
    create=Step(
        "backup.create_backup_selection",
        {
            "BackupPlanId": "{backup_plan_id}",
            "BackupSelection": {
                "SelectionName": "{selection_name}",
                "IamRoleArn": "{iam_role_arn}",
                "ListOfTags": "{list_of_tags}",
            },
        },
        # The role takes a while to be seen.
        retry=("InvalidParameterValueException",),
        also=("iam:PassRole",),
    ),
    creates=("backup_plan_id", "selection_name", "iam_role_arn", "list_of_tags"),
    replaced_by=("iam_role_arn", "list_of_tags"),
    erase=Step(
        "backup.delete_backup_selection",
        {"BackupPlanId": "{backup_plan_id}", "SelectionId": "{found.selection_id}"},
    ),
    normal={"list_of_tags": "json"},
)
