"""How backup plans come, change and go: each change makes a new version."""

from ringwall.catalog.backup.plans import write_plan, write_plan_change
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("backup.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|map}"})


plan = Lifecycle(
    table="backup_backup_plan",
    find=Find(
        "backup.list_backup_plans",
        items="BackupPlansList",
        match={"BackupPlanName": "{backup_plan_name}"},
    ),
    identity=("backup_plan_name",),
    ids=("arn", "backup_plan_id"),
    create=Step("backup.create_backup_plan", build=write_plan, also=("backup:TagResource",)),
    creates=("backup_plan_name", "rules", "tags"),
    updates=(
        Update(("rules",), Step("backup.update_backup_plan", build=write_plan_change)),
        Update(("tags",), _TAG),
    ),
    erase=Step("backup.delete_backup_plan", {"BackupPlanId": "{found.backup_plan_id}"}),
    parts={"backup_backup_selection": {"backup_plan_id": "backup_plan_id"}},
    normal={"rules": "json"},
    owner="tag",
    retag=_TAG,
)
