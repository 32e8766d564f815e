/*
title = "Organization should have service control policies enabled"
layer = "accounts"
severity = "high"
why = "An administrator of a member account cannot remove an SCP. While the policy type is disabled, no SCP can be attached."
fix = "aws organizations enable-policy-type --root-id ROOT --policy-type SERVICE_CONTROL_POLICY"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html"

[[example]]
organizations_organization = [{arn = "o", enabled_policy_types = ["SERVICE_CONTROL_POLICY", "TAG_POLICY"]}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", enabled_policy_types = ["TAG_POLICY"]}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
select
  o.arn as resource,
  list_contains(o.enabled_policy_types, 'SERVICE_CONTROL_POLICY') as ok,
  'enabled policy types: ' || array_to_string(o.enabled_policy_types, ', ') as reason
from estate.organizations_organization o
