/*
title = "IAM user should get permissions only through groups"
layer = "identity"
severity = "low"
why = "Policies on single users are forgotten when people change jobs. Groups show in one place who has which permissions."
fix = "Attach the policy to a group (aws iam attach-group-policy --group-name GROUP --policy-arn ARN; aws iam add-user-to-group --group-name GROUP --user-name NAME), then remove it from the user: aws iam detach-user-policy --user-name NAME --policy-arn ARN, or aws iam delete-user-policy --user-name NAME --policy-name POLICY"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html"

[[example]]
iam_user = [{arn = "u", managed_policy_arns = [], inline_policies = []}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"], inline_policies = []}]
expect = "fail"

[[example]]
iam_user = [{arn = "u", managed_policy_arns = [], inline_policies = ["quick-fix"]}]
expect = "fail"

# A permissions boundary grants nothing.
[[example]]
iam_user = [{arn = "u", managed_policy_arns = [], inline_policies = [], permissions_boundary = "arn:aws:iam::111111111111:policy/boundary"}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", managed_policy_arns = []}]
expect = "unknown"
*/
select
  u.arn as resource,
  array_length(u.managed_policy_arns) = 0 and array_length(u.inline_policies) = 0 as ok,
  'attached to the user: ' || coalesce(
    nullif(
      concat_ws(
        ', ',
        nullif(array_to_string(u.managed_policy_arns, ', '), ''),
        nullif(array_to_string(u.inline_policies, ', '), '')
      ),
      ''
    ),
    'no policies'
  ) as reason
from estate.iam_user u
