/*
title = "Macie should keep its results in a bucket"
layer = "data"
severity = "low"
why = "Macie deletes what it found after 90 days. Only the bucket has the results of objects in which it found nothing, or that it could not read."
fix = "From the administrator of Macie: aws macie2 put-classification-export-configuration --configuration 's3Destination={bucketName=BUCKET,kmsKeyArn=KEY_ARN}' --region REGION"
url = "https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html"

[[example]]
macie_organization_configuration = [{arn = "c"}]
macie_session = [{arn = "s", export_bucket_name = "results"}]
expect = "pass"

[[example]]
macie_organization_configuration = [{arn = "c"}]
macie_session = [{arn = "s", export_bucket_name = ""}]
expect = "fail"

[[example]]
macie_organization_configuration = [{arn = "c"}]
macie_session = [{arn = "s"}]
expect = "unknown"
*/
select
  s.arn as resource,
  s.export_bucket_name <> '' as ok,
  case
    when s.export_bucket_name = '' then 'results are kept for 90 days, in no bucket'
    else 'results are written to ' || coalesce(s.export_bucket_name, 'what is not known')
  end as reason
from estate.macie_session s
join estate.macie_organization_configuration c
  on c.account_id = s.account_id and c.region = s.region
