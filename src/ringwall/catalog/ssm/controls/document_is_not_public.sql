/*
title = "SSM document should not be public"
layer = "infrastructure"
severity = "high"
why = "A document that is shared with everybody tells how you manage instances: names, paths, buckets, sometimes secrets in its steps."
fix = "aws ssm modify-document-permission --name NAME --permission-type Share --account-ids-to-remove all"
url = "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html"

[[example]]
ssm_document = [{arn = "d", shared_account_ids = ["222222222222"]}]
expect = "pass"

[[example]]
ssm_document = [{arn = "d", shared_account_ids = ["all"]}]
expect = "fail"

[[example]]
ssm_document = [{arn = "d"}]
expect = "unknown"
*/
select
  d.arn as resource,
  not list_has_any(d.shared_account_ids, ['all', 'All']) as ok,
  case
    when list_has_any(d.shared_account_ids, ['all', 'All']) then 'the document is shared with everybody'
    else 'accounts that the document is shared with: ' || len(d.shared_account_ids)
  end as reason
from estate.ssm_document d
