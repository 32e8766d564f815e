/*
title = "Redshift Serverless namespace should have an admin user with a name of its own"
layer = "identity"
severity = "medium"
why = "Attackers try the name that the console proposes first: admin. Of an account with another name they have to guess both, the name and the password."
fix = "aws redshift-serverless update-namespace --namespace-name NAME --admin-username OWN_NAME --manage-admin-password"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-console-configuration.html"

[[example]]
redshiftserverless_namespace = [{arn = "n", admin_username = "warehouse_owner"}]
expect = "pass"

[[example]]
redshiftserverless_namespace = [{arn = "n", admin_username = "admin"}]
expect = "fail"

# A name that begins like the default.
[[example]]
redshiftserverless_namespace = [{arn = "n", admin_username = "admin_of_shop"}]
expect = "pass"

[[example]]
redshiftserverless_namespace = [{arn = "n"}]
expect = "unknown"
*/
select
  n.arn as resource,
  lower(n.admin_username) <> 'admin' as ok,
  'the admin user is ' || n.admin_username as reason
from estate.redshiftserverless_namespace n
