/*
title = "A backup vault's policy does not let anyone in"
layer = "data"
severity = "critical"
why = "A vault holds copies of everything. One that anyone may copy into, or read from, is neither a safe copy nor a secret one."
fix = "Name the accounts that copy backups into the vault, or hold Principal * with a Condition on aws:PrincipalOrgID: aws backup put-backup-vault-access-policy --backup-vault-name NAME --policy file://policy.json"
url = "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html"

[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
expect = "pass"

[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
external_access = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", principal = "*", origin = "public", actions = ["backup:CopyIntoBackupVault"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# Principal * is held to the organization.
[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
external_access = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", principal = "* of organization o-1", origin = "organization", actions = ["backup:CopyIntoBackupVault"], verdict = "may", conditions = ["StringEquals aws:PrincipalOrgID o-1"], is_public = false}]
expect = "pass"

# A condition that names nobody: TLS is for everyone.
[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
external_access = [
  {arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", principal = "AWS:arn:aws:iam::999999999999:root", origin = "account", actions = ["backup:CopyIntoBackupVault"], verdict = "must", conditions = [], is_public = false},
  {arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", principal = "*", origin = "public", actions = ["backup:CopyIntoBackupVault"], verdict = "may", conditions = ["Bool aws:securetransport true"], is_public = true},
]
expect = "fail"

# Another one is open, this one is not the worse for it.
[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
external_access = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v-2", principal = "*", origin = "public", actions = ["backup:CopyIntoBackupVault"], verdict = "must", is_public = true}]
expect = "pass"

# Its policy was not collected.
[[example]]
backup_backup_vault = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v"}]
external_access = [{arn = "arn:aws:backup:eu-west-1:111111111111:backup-vault:v", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of arn:aws:backup:eu-west-1:111111111111:backup-vault:v was not collected"]}]
expect = "unknown"
*/
select
  v.arn as resource,
  case
    when bool_or(x.is_public) then false
    when count(x.arn) > count(x.is_public) then null
    else true
  end as ok,
  case
    when bool_or(x.is_public) then min(
      case
        when x.is_public
          then 'anybody may ' || x.actions[1]
            || case
              when array_length(x.actions) > 1
                then ' and ' || (array_length(x.actions) - 1) || ' more'
              else ''
            end
            || coalesce(' (' || x.conditions[1] || ')', '')
      end
    )
    when count(x.arn) > count(x.is_public) then min(x.unknown[1])
    else 'nobody gets in who is not named'
  end as reason
from estate.backup_backup_vault v
left join facts.external_access x on x.arn = v.arn
group by v.arn
