/*
title = "An account has a security contact"
layer = "response"
severity = "medium"
why = "AWS writes to the security contact when it sees leaked keys or abuse. Without one the warning lands in the root user's mailbox, which few people read."
fix = "Name a security contact: aws account put-alternate-contact --alternate-contact-type SECURITY --name NAME --title TITLE --email-address security@example.com --phone-number NUMBER"
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
    when a.security_contact_email = '' then 'there is no security contact'
    else 'the security contact is ' || a.security_contact_email
  end as reason
from estate.account_account a
