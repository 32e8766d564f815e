"""Backup selections: which resources a plan backs up."""

from ringwall.catalog.backup.plans import read_selections
from ringwall.model.table import Call, Table, document, moment, text, texts

selection = Table(
    name="backup_backup_selection",
    doc="What a backup plan backs up: resources by their tags, or by their ARNs.",
    cloudformation="AWS::Backup::BackupSelection",
    fetch=read_selections,
    arn="arn:{partition}:backup:{region}:{account_id}:backup-plan:{BackupPlanId}"
    "/selection/{SelectionId}",
    calls=(
        Call(
            "backup.get_backup_selection",
            "BackupSelection",
            {"BackupPlanId": "{BackupPlanId}", "SelectionId": "{SelectionId}"},
            into="BackupSelection",
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("selection_id", "SelectionId", "The selection's ID."),
        text("backup_plan_id", "BackupPlanId", "The plan's ID.", property="BackupPlanId"),
        text(
            "selection_name",
            "SelectionName",
            "The selection's name.",
            property="BackupSelection.SelectionName",
        ),
        text(
            "iam_role_arn",
            "IamRoleArn",
            "The role that AWS Backup makes backups with.",
            property="BackupSelection.IamRoleArn",
        ),
        document(
            "list_of_tags",
            "BackupSelection.ListOfTags",
            "The tags, one of which a resource has to have.",
            absent=[],
            property="BackupSelection.ListOfTags",
            default=[],
        ),
        texts(
            "resources",
            "BackupSelection.Resources",
            "ARNs of resources, and patterns of them.",
            property="BackupSelection.Resources",
            default=[],
        ),
        texts(
            "not_resources",
            "BackupSelection.NotResources",
            "ARNs of resources that are left out, and patterns of them.",
            property="BackupSelection.NotResources",
            default=[],
        ),
        moment("creation_date", "CreationDate", "When it was created."),
    ),
)
