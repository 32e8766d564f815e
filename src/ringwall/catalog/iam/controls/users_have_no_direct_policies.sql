/*
title = "An IAM user gets its permissions from groups alone"
layer = "identity"
severity = "low"
why = "Policies on single users are forgotten when people change their task. Groups show at one place who may do what."
fix = "Put the policy on a group (aws iam attach-group-policy --group-name GROUP --policy-arn ARN; aws iam add-user-to-group --group-name GROUP --user-name NAME), then take it off the user: aws iam detach-user-policy --user-name NAME --policy-arn ARN, or aws iam delete-user-policy --user-name NAME --policy-name POLICY"
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

# A boundary limits and grants nothing.
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
  'on the user itself: ' || coalesce(
    nullif(
      concat_ws(
        ', ',
        nullif(array_to_string(u.managed_policy_arns, ', '), ''),
        nullif(array_to_string(u.inline_policies, ', '), '')
      ),
      ''
    ),
    'no policy'
  ) as reason
from estate.iam_user u
