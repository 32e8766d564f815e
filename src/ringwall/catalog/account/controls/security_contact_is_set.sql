/*
title = "Account should have a security contact"
layer = "response"
severity = "medium"
why = "AWS reports leaked keys and abuse to the security contact. Without one the notice goes to the root user's mailbox, which few people read."
fix = "Add a security contact: aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME --title TITLE --email-address security@example.com --phone-number NUMBER"
url = "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html"

[[example]]
account_account = [{arn = "a", security_contact_email = "security@example.com"}]
expect = "pass"

[[example]]
account_account = [{arn = "a", security_contact_email = ""}]
expect = "fail"

[[example]]
account_account = [{arn = "a"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.security_contact_email <> '' as ok,
  case
    when a.security_contact_email = '' then 'the account has no security contact'
    else 'the security contact is ' || a.security_contact_email
  end as reason
from estate.account_account a
