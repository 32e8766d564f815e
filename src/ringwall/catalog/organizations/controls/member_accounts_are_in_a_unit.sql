/*
title = "Member account should be in an organizational unit"
layer = "accounts"
severity = "medium"
why = "Guardrails are attached to organizational units. An account in the root has only those of the root, which every account has to live with."
fix = "aws organizations move-account --account-id ACCOUNT --source-parent-id ROOT --destination-parent-id OU"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_member-acct.html"

[[example]]
organizations_account = [{arn = "a", is_management = false, parent_id = "ou-1"}]
expect = "pass"

[[example]]
organizations_account = [{arn = "a", is_management = false, parent_id = "r-1"}]
expect = "fail"

[[example]]
organizations_account = [{arn = "a", is_management = false}]
expect = "unknown"
*/
select
  a.arn as resource,
  case when a.is_management is not null then starts_with(a.parent_id, 'ou-') end as ok,
  'the account is in ' || coalesce(nullif(a.path, ''), a.parent_id) as reason
from estate.organizations_account a
where a.is_management is not true
