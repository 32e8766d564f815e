/*
title = "Organization should have resource control policies enabled"
layer = "accounts"
severity = "medium"
why = "SCPs say nothing of principals outside the organization. An RCP limits who can reach the organization's data, whatever the policies of single resources allow."
fix = "aws organizations enable-policy-type --root-id ROOT --policy-type RESOURCE_CONTROL_POLICY"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html"

[[example]]
organizations_organization = [{arn = "o", enabled_policy_types = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", enabled_policy_types = ["SERVICE_CONTROL_POLICY"]}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
select
  o.arn as resource,
  list_contains(o.enabled_policy_types, 'RESOURCE_CONTROL_POLICY') as ok,
  'enabled policy types: ' || array_to_string(o.enabled_policy_types, ', ') as reason
from estate.organizations_organization o
