"""`logs.cloudtrail`: who called what in AWS, one row an event.

Columns are named after the members of a record, in snake_case; a path leads from the record to the
value. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

from ringwall.model.table import Table, boolean, document, moment, text, texts

cloudtrail = Table(
    name="cloudtrail",
    schema="logs",
    enveloped=False,
    doc="What CloudTrail recorded: an API call, a sign-in or an act of a service. Each event is "
    "there once, however many trails delivered it. In `principal_arn`, '' is nobody of an account "
    "(a service, an unknown caller).",
    columns=(
        moment("event_time", "eventTime", "When the call was completed (UTC)."),
        text("event_id", "eventID", "The id that CloudTrail gave the event; sha256: and a "
             "checksum of the record where it has none."),
        text("shared_event_id", "sharedEventID", "The id that copies of one event in several "
             "accounts have in common."),
        text("event_name", "eventName", "The operation: GetObject, ConsoleLogin."),
        text("event_source", "eventSource", "The service: s3.amazonaws.com."),
        text("event_type", "eventType", "AwsApiCall, AwsServiceEvent, AwsConsoleSignIn, ..."),
        text("event_category", "", "Management, Data, NetworkActivity or Insight; NULL where an "
             "old record does not say."),
        text("aws_region", "awsRegion", "The region that was called."),
        text("account_id", "recipientAccountId", "The account whose trail has the event.", None),
        text("principal_arn", "", "Who acted: the user, or the role (or user) whose session it "
             "was; NULL where a session does not name its role."),
        text("session_arn", "", "The session that acted; '' where the principal acted itself."),
        text("principal_account_id", "userIdentity.accountId", "The account of who acted."),
        text("principal_id", "userIdentity.principalId", "The unique id of who acted."),
        text("identity_type", "userIdentity.type", "Root, IAMUser, AssumedRole, AWSService, ..."),
        text("access_key_id", "userIdentity.accessKeyId", "The access key that signed the call."),
        text("invoked_by", "userIdentity.invokedBy", "The AWS service that called on the "
             "principal's behalf."),
        boolean("mfa", "userIdentity.sessionContext.attributes.mfaAuthenticated", "The session "
                "was opened with MFA; NULL where the record does not say.", None),
        text("source_ip", "sourceIPAddress", "The caller's address, or the service that called."),
        text("user_agent", "userAgent", "The program that called."),
        text("vpc_endpoint_id", "vpcEndpointId", "The VPC endpoint that the call came through."),
        boolean("read_only", "readOnly", "The call changes nothing.", None),
        text("error_code", "errorCode", "Why the call failed; '' where it did not."),
        text("error_message", "errorMessage", "The error in words."),
        texts("resources", "", "ARNs of the resources that the record lists."),
        document("request_parameters", "requestParameters", "What was asked for."),
        document("response_elements", "responseElements", "What a changing call answered."),
        document("additional_event_data", "additionalEventData", "What else is told of the call."),
    ),
)  # fmt: skip
