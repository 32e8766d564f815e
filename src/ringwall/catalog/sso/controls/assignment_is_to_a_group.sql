/*
title = "Permission set should be assigned to a group"
layer = "identity"
severity = "low"
why = "What is assigned to a person stays when the person changes teams. Groups change with the directory, and one look at them says who has what."
fix = "aws sso-admin create-account-assignment for a group of such people, then aws sso-admin delete-account-assignment with --principal-type USER"
url = "https://docs.aws.amazon.com/singlesignon/latest/userguide/assignusers.html"

[[example]]
sso_assignment = [{arn = "a", principal_type = "GROUP"}]
expect = "pass"

[[example]]
sso_assignment = [{arn = "a", principal_type = "USER"}]
expect = "fail"

[[example]]
sso_assignment = [{arn = "a"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.principal_type = 'GROUP' as ok,
  'it is assigned to a ' || lower(a.principal_type) || ' in account ' || a.target_id as reason
from estate.sso_assignment a
