/*
title = "Permission set should have reached all of its accounts"
layer = "identity"
severity = "low"
why = "A permission set that was changed and not provisioned leaves the old permissions in the accounts: what was taken away still works."
fix = "aws sso-admin provision-permission-set --instance-arn INSTANCE --permission-set-arn ARN --target-type ALL_PROVISIONED_ACCOUNTS"
url = "https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ProvisionPermissionSet.html"

[[example]]
sso_permission_set = [{arn = "a", is_provisioned = true}]
expect = "pass"

[[example]]
sso_permission_set = [{arn = "a", is_provisioned = false}]
expect = "fail"

[[example]]
sso_permission_set = [{arn = "a"}]
expect = "unknown"
*/
select
  p.arn as resource,
  p.is_provisioned as ok,
  case
    when p.is_provisioned then 'every account has it as it is'
    else 'some accounts have it as it was before its last change'
  end as reason
from estate.sso_permission_set p
