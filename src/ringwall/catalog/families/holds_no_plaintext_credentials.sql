/*
doc = "Is a credential in plain sight in the settings of the resource?"
layer = "data"

[parameters.table]
kind = "table"
doc = "The table of the resources."
needs = "plaintext_credentials"

[parameters.scope]
kind = "condition"
doc = "Which rows r of the table are in scope."
default = "true"

[[example]]
"$table" = [{arn = "a", plaintext_credentials = []}]
expect = "pass"

[[example]]
"$table" = [{arn = "a", plaintext_credentials = ["environment variable DB_PASSWORD: password_like_name"]}]
expect = "fail"

[[example]]
"$table" = [{arn = "a"}]
expect = "unknown"
*/
select
  r.arn as resource,
  case when $scope then array_length(r.plaintext_credentials) = 0 end as ok,
  case
    when array_length(r.plaintext_credentials) = 0 then 'no credential was found'
    else array_to_string(r.plaintext_credentials, ', ')
  end as reason
from estate.$table r
where $scope is not false
