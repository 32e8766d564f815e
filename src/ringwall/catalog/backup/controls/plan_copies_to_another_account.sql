/*
title = "Backup plan should copy to another account"
layer = "data"
severity = "medium"
why = "Whoever takes over an account deletes its backups with the data. A copy in another account is out of reach."
fix = "Let the organization copy between accounts (aws backup update-global-settings --global-settings isCrossAccountBackupEnabled=true), and give the rules of the plan a CopyAction to a vault in another account."
url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html"

[[example]]
backup_backup_plan = [{arn = "p", copy_destinations = ["arn:aws:backup:eu-west-1:222222222222:backup-vault:v"]}]
expect = "pass"

[[example]]
backup_backup_plan = [{arn = "p", copy_destinations = []}]
expect = "fail"

# Another Region of the same account.
[[example]]
backup_backup_plan = [{arn = "p", copy_destinations = ["arn:aws:backup:eu-west-2:111111111111:backup-vault:v"]}]
expect = "fail"

[[example]]
backup_backup_plan = [{arn = "p"}]
expect = "unknown"
*/
with elsewhere as (
  select
    p.arn,
    p.copy_destinations,
    list_filter(
      p.copy_destinations,
      lambda vault: split_part(vault, ':', 5) <> p.account_id
    ) as vaults
  from estate.backup_backup_plan p
)
select
  e.arn as resource,
  case when e.copy_destinations is not null then len(e.vaults) > 0 end as ok,
  'vaults of other accounts: '
    || coalesce(nullif(array_to_string(e.vaults, ', '), ''), 'none') as reason
from elsewhere e
