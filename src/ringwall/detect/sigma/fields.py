"""Where a field of CloudTrail's records is kept: as a column, or under a path of a document.

A path through lists means any of their items, with brackets after a list (`items{}.name`) or
without. A member that is null counts as one that is not there, as does '' where a column keeps both
alike.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from ringwall.detect.sigma.template import fill
from ringwall.model.errors import BadRule

Test = Callable[[exp.Expr], exp.Expr]
"""Makes a condition of a text, or of a time."""

_IS_SESSION = "session_arn <> '' or identity_type in ('AssumedRole', 'FederatedUser')"
_ISSUER = f"case when {_IS_SESSION} then principal_arn end"
_SESSION = "userIdentity.sessionContext."
TEXTS: Mapping[str, str] = {
    "eventID": "event_id",
    "requestID": "request_id",
    "sharedEventID": "shared_event_id",
    "eventName": "event_name",
    "eventSource": "event_source",
    "eventType": "event_type",
    "eventCategory": "event_category",
    "eventVersion": "event_version",
    "awsRegion": "aws_region",
    "recipientAccountId": "account_id",
    "sourceIPAddress": "source_ip",
    "userAgent": "user_agent",
    "vpcEndpointId": "vpc_endpoint_id",
    "errorCode": "error_code",
    "errorMessage": "error_message",
    "tlsDetails.tlsVersion": "tls_version",
    "userIdentity.type": "identity_type",
    "userIdentity.accountId": "principal_account_id",
    "userIdentity.principalId": "principal_id",
    "userIdentity.accessKeyId": "access_key_id",
    "userIdentity.userName": "user_name",
    "userIdentity.invokedBy": "invoked_by",
    f"{_SESSION}sourceIdentity": "source_identity",
    f"{_SESSION}ec2RoleDelivery": "instance_role_delivery",
    f"{_SESSION}webIdFederationData.federatedProvider": "federated_provider",
    # The columns name who acted; the record's own members follow from them.
    "userIdentity.arn": f"case when {_IS_SESSION} then session_arn else principal_arn end",
    f"{_SESSION}sessionIssuer.arn": _ISSUER,
    f"{_SESSION}sessionIssuer.accountId": f"split_part({_ISSUER}, ':', 5)",
    f"{_SESSION}sessionIssuer.userName": f"case when {_ISSUER} like '%/%' "
    f"then regexp_replace({_ISSUER}, '^.*/', '') end",
    f"{_SESSION}sessionIssuer.type": f"case when {_ISSUER} like '%:role/%' then 'Role' "
    f"when {_ISSUER} like '%:user/%' then 'IAMUser' when {_ISSUER} like '%:root' then 'Root' end",
    # The ID of a federated user begins with the account, not with the ID of the user who asked.
    f"{_SESSION}sessionIssuer.principalId": f"case when {_ISSUER} like '%:role/%' "
    f"or {_ISSUER} like '%:root' then split_part(principal_id, ':', 1) end",
    "readOnly": "cast(read_only as text)",
    "managementEvent": "case when event_category <> '' "
    "then cast(event_category = 'Management' as text) end",
    f"{_SESSION}attributes.mfaAuthenticated": "cast(mfa as text)",
}
"""Fields that are one text, and the SQL that gives it."""
TIMES: Mapping[str, str] = {
    "eventTime": "event_time",
    f"{_SESSION}attributes.creationDate": "nullif(session_created, timestamp '1970-01-01')",
}
"""Fields that are times, and the SQL that gives them."""
DOCUMENTS: Mapping[str, str] = {
    "requestParameters": "request_parameters",
    "responseElements": "response_elements",
    "additionalEventData": "additional_event_data",
    "serviceEventDetails": "service_event_details",
}
"""Fields whose members are kept as JSON, and their columns."""
KEPT_WHOLE = frozenset(
    (  # noqa: SIM905 - names, and nothing else
        "userIdentity resources tlsDetails apiVersion sessionCredentialFromConsole "
        "vpcEndpointAccountId insightDetails edgeDeviceDetails addendum eventContext"
    ).split()
)
"""Members that the column `rest` keeps as they are."""
RESOURCES = "resources.ARN"
MEMBERS = frozenset(
    (  # noqa: SIM905 - names, and nothing else
        "eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress "
        "userAgent errorCode errorMessage requestParameters responseElements additionalEventData "
        "requestID eventID eventType apiVersion managementEvent readOnly resources "
        "recipientAccountId serviceEventDetails sharedEventID vpcEndpointId vpcEndpointAccountId "
        "eventCategory addendum sessionCredentialFromConsole edgeDeviceDetails tlsDetails "
        "insightDetails eventContext annotation"
    ).split()
)
"""What a record can have. A field of another name is never there, in any event."""
SEARCHED = (*(name for name in TEXTS if "sessionIssuer." not in name), *TIMES, RESOURCES)
"""Fields in which keywords are looked for, beside the documents."""
_KNOWN = {name.lower(): name for name in (*TEXTS, *TIMES, RESOURCES)}
_MEMBERS = {name.lower(): name for name in MEMBERS}
_ANY_ITEM = re.compile(r"(?:\{\}|\[\*?\])(?=\.|$)")
_STEP = re.compile(r"[^\x00-\x1f\x7f'\"\\\[\]*.]+")
_MAX_STEPS = 20


@dataclass(frozen=True)
class LogField:
    """A field of a record in SQL. Each of the expressions is NULL where the field is not there.

    `text` is its one text. Where the field may be in a list, `texts` are all, and `is_single` says
    whether there is no list for certain. `moment` is the time that a field is.
    """

    name: str
    text: exp.Expr
    texts: exp.Expr | None = None
    is_single: exp.Expr | None = None
    moment: exp.Expr | None = None
    filled: exp.Expr | None = None
    """What is the text wherever the field is there, and no text that matters elsewhere."""
    is_known: bool = True
    """Whether a record can have it at all."""
    has_empty: bool = False
    """Whether '' is told from a member that is not there."""

    def where(self, test: Test, item: str = "item") -> exp.Expr:
        """Return the condition that one of the field's texts passes a test.

        `item` names one of several texts: within a test, of another field, it has another name.
        """
        return self._any(test, self.text, item)

    def where_filled(self, test: Test) -> exp.Expr:
        """Return the same for a test that '' does not pass: it needs not be told apart."""
        return self._any(test, self.filled or self.text, "item")

    def _any(self, test: Test, text: exp.Expr, item: str) -> exp.Expr:
        if self.texts is None:
            return test(text.copy())
        name = exp.to_identifier(item)
        matching = exp.ArrayFilter(
            this=self.texts.copy(),
            expression=exp.Lambda(this=test(name.copy()), expressions=[name]),
        )
        some = fill("array_length(:matching) > 0", matching=matching)
        if self.is_single is None:
            return some
        return fill(
            "case when :is_single then :one else :some end",
            is_single=self.is_single,
            one=test(text.copy()),
            some=some,
        )

    def is_absent(self) -> exp.Expr:
        """Return the condition that the field is not there."""
        found = self.where(lambda text: fill(":text is not null", text=text))
        return fill("not coalesce(:found, false)", found=exp.Paren(this=found))

    def first(self) -> exp.Expr:
        """Return the field's text; of several the first."""
        if self.texts is None:
            return self.text.copy()
        first = fill("case when array_length(:texts) > 0 then :texts[1] end", texts=self.texts)
        if self.is_single is None:
            return first
        return fill(
            "case when :is_single then :one else :first end",
            is_single=self.is_single,
            one=self.text,
            first=first,
        )


def find_field(name: str) -> LogField:
    """Return where a field is kept; BadRule where records have it and the log has not.

    Of a field that no record has, nothing is known to be there: it is absent, as Sigma has it.
    """
    spelled = _spell(name)
    if spelled in TEXTS:
        return LogField(name, fill(f"nullif({TEXTS[spelled]}, '')"), filled=fill(TEXTS[spelled]))
    if spelled in TIMES:
        moment = fill(TIMES[spelled])
        return LogField(name, _write_time(moment), moment=moment)
    if spelled == RESOURCES:
        return LogField(name, exp.null(), texts=exp.column("resources"))
    member, _, path = spelled.partition(".")
    if member in DOCUMENTS:
        column = exp.column(DOCUMENTS[member])
        return _find_in_document(name, column, tuple(path.split(".")) if path else ())
    if member in KEPT_WHOLE:
        return _find_in_document(name, exp.column("rest"), tuple(spelled.split(".")))
    if member in MEMBERS:
        raise BadRule(f"the field {name} is not kept in logs.cloudtrail")
    return LogField(name, fill("cast(null as text)"), is_known=False)


def _spell(name: str) -> str:
    """Return a field's name as records have it; in documents, members differ by their capitals."""
    plain = _ANY_ITEM.sub("", name)
    if plain.lower() in _KNOWN:
        return _KNOWN[plain.lower()]
    member, dot, path = plain.partition(".")
    return _MEMBERS.get(member.lower(), member) + dot + path


def _write_time(moment: exp.Expr) -> exp.Expr:
    return fill("replace(substr(cast(:moment as text), 1, 19), ' ', 'T') || 'Z'", moment=moment)


def _find_in_document(name: str, column: exp.Expr, steps: tuple[str, ...]) -> LogField:
    if not steps:
        text = fill("nullif(json_extract_string(:column, '$'), '{}')", column=column)
        # A policy in a document is a text of its own: its quotes are looked for as they are, too.
        unescaped = """[:text, replace(:text, '\\"', '"')]"""
        return LogField(
            name,
            text,
            texts=fill(unescaped, text=text),
            is_single=fill("""strpos(:column, '\\"') = 0""", column=column),
        )
    if len(steps) > _MAX_STEPS or not all(_STEP.fullmatch(step) for step in steps):
        raise BadRule(f"the field {name} is not a path that Ringwall reads")
    return LogField(
        name,
        _extract(exp.JSONExtractScalar, column, *steps),
        texts=_list_texts(column, steps),
        is_single=fill("strpos(:column, '[') = 0", column=column),
        has_empty=True,
    )


def _extract(
    kind: type[exp.JSONExtract | exp.JSONExtractScalar], document: exp.Expr, *steps: str
) -> exp.Expr:
    path = [exp.JSONPathRoot(), *(exp.JSONPathKey(this=step) for step in steps)]
    return kind(this=document.copy(), expression=exp.JSONPath(expressions=path))


def _list_texts(column: exp.Expr, steps: tuple[str, ...]) -> exp.Expr:
    """Return the list of all texts at a path, whichever of its steps are lists."""
    last = len(steps) - 1
    documents = _open_up(column, steps[0], "text" if last == 0 else "json")
    for number, step in enumerate(steps[1:], start=1):
        item = exp.to_identifier(f"level_{number}")
        opened = _open_up(item, step, "text" if number == last else "json")
        each = exp.Lambda(this=opened, expressions=[item])
        documents = fill("flatten(:lists)", lists=exp.Transform(this=documents, expression=each))
    return documents


def _open_up(document: exp.Expr, step: str, kind: str) -> exp.Expr:
    """Return the items of a member, as texts or documents; the member alone where it is no list."""
    found = _extract(exp.JSONExtract, document, step)
    one = _extract(exp.JSONExtractScalar, document, step) if kind == "text" else found
    return fill(f"coalesce(try_cast(:found as {kind}[]), [:one])", found=found, one=one)
