/*
title = "Redshift cluster should have an admin user with a name of its own"
layer = "identity"
severity = "medium"
why = "Attackers try the name that the console proposes first: awsuser. Of an account with another name they have to guess both, the name and the password."
fix = "The name cannot be changed: make a new cluster and move the data: aws redshift create-cluster --cluster-identifier NAME --node-type TYPE --master-username OWN_NAME --manage-master-password"
url = "https://docs.aws.amazon.com/redshift/latest/mgmt/create-cluster.html"

[[example]]
redshift_cluster = [{arn = "c", master_username = "warehouse_owner"}]
expect = "pass"

[[example]]
redshift_cluster = [{arn = "c", master_username = "awsuser"}]
expect = "fail"

# A name that begins like the default.
[[example]]
redshift_cluster = [{arn = "c", master_username = "awsuser_of_shop"}]
expect = "pass"

[[example]]
redshift_cluster = [{arn = "c"}]
expect = "unknown"
*/
select
  c.arn as resource,
  lower(c.master_username) <> 'awsuser' as ok,
  'the admin user is ' || c.master_username as reason
from estate.redshift_cluster c
