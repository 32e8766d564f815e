"""Fields of records: each leads to a column that there is; what is not kept is said."""

from pathlib import Path

import pytest
from sigma_cases import make_record, open_log
from stored_logs import ask, read_in, write_trail

from ringwall.detect.sigma.fields import DOCUMENTS, RESOURCES, TEXTS, TIMES, find_field
from ringwall.detect.sigma.template import fill
from ringwall.model.errors import BadRule

MFA = "userIdentity.sessionContext.attributes.mfaAuthenticated"
MAPPED = (*TEXTS, *TIMES, *DOCUMENTS, RESOURCES, "requestParameters.a.b")


@pytest.mark.parametrize("name", MAPPED)
def test_each_field_is_a_text_of_the_log(name: str) -> None:
    field = find_field(name)
    with open_log([make_record({}, "e1")]) as engine:
        sql = f"select {field.first().sql('duckdb')} as text from logs.cloudtrail"
        assert engine.column_types(sql) == {"text": "TEXT"}
        assert len(engine.rows(sql)) == 1


@pytest.mark.parametrize("name", ["type", "event.id", "category"])
def test_what_no_record_has_is_absent(name: str) -> None:
    assert not find_field(name).is_known
    with open_log([make_record({"type": "AssumedRole"}, "e1")]) as engine:
        absent = find_field(name).is_absent().sql("duckdb")
        assert engine.rows(f"select {absent} as absent from logs.cloudtrail") == [{"absent": True}]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("annotation", "the field annotation is not kept in logs.cloudtrail"),
        ("annotation.by", "is not kept in logs.cloudtrail"),
        ("Annotation", "the field Annotation is not kept in logs.cloudtrail"),
        ("requestParameters..a", "is not a path that Ringwall reads"),
        ("requestParameters.a'b", "is not a path that Ringwall reads"),
        ("requestParameters.a[0]", "is not a path that Ringwall reads"),
        ("requestParameters." + ".".join("a" * 21), "is not a path that Ringwall reads"),
    ],
)
def test_what_is_not_kept_is_said(name: str, said: str) -> None:
    with pytest.raises(BadRule) as error:
        find_field(name)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("eventname", "eventName"),
        ("EventID", "eventID"),
        ("useridentity.sessioncontext.attributes.mfaauthenticated", MFA),
        ("resources[].arn", "resources.ARN"),
        ("RequestParameters.a.b", "requestParameters.a.b"),
        ("requestParameters.a{}.b", "requestParameters.a.b"),
        ("requestParameters.a[*].b[]", "requestParameters.a.b"),
    ],
)
def test_a_field_is_found_however_it_is_spelled(name: str, same: str) -> None:
    assert find_field(name).first().sql("duckdb") == find_field(same).first().sql("duckdb")


@pytest.mark.parametrize(
    ("issuer", "kept"),
    [
        ("arn:aws:iam::111111111111:user/path/alice", None),
        ("arn:aws:iam::111111111111:root", "111111111111"),
    ],
)
def test_the_issuers_id_is_no_account(issuer: str, kept: str | None) -> None:
    identity = {
        "type": "FederatedUser",
        "principalId": "111111111111:bob",
        "arn": "arn:aws:sts::111111111111:federated-user/bob",
        "sessionContext": {"sessionIssuer": {"arn": issuer}},
    }
    field = find_field("userIdentity.sessionContext.sessionIssuer.principalId")
    with open_log([make_record({"userIdentity": identity}, "e1")]) as engine:
        [row] = engine.rows(f"select {field.first().sql('duckdb')} as text from logs.cloudtrail")
    assert row == {"text": kept}


def test_the_first_of_several_texts() -> None:
    record = make_record({"requestParameters": {"a": [{"b": "x"}, {"b": "y"}]}}, "e1")
    field = find_field("requestParameters.a.b")
    with open_log([record]) as engine:
        [row] = engine.rows(f"select {field.first().sql('duckdb')} as text from logs.cloudtrail")
    assert row == {"text": "x"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("userIdentity.onBehalfOf.userId", "u-1"),
        ("userIdentity.identityProvider", "example.com"),
        ("useridentity.inScopeOf.issuerType", "AWS::Lambda::Function"),
        ("resources.type", "AWS::S3::Bucket"),
        ("requestID", "r-1"),
        ("eventContext.requestContext.a", "b"),
        ("tlsDetails.clientProvidedHostHeader", "s3.amazonaws.com"),
    ],
)
def test_what_is_kept_as_a_whole_is_found_in_it(name: str, value: str, tmp_path: Path) -> None:
    record = {
        "userIdentity": {
            "onBehalfOf": {"userId": "u-1"},
            "identityProvider": "example.com",
            "inScopeOf": {"issuerType": "AWS::Lambda::Function"},
        },
        "resources": [{"type": "AWS::S3::Object"}, {"type": "AWS::S3::Bucket"}],
        "requestID": "r-1",
        "eventContext": {"requestContext": {"a": "b"}},
        "tlsDetails": {"clientProvidedHostHeader": "s3.amazonaws.com"},
    }
    field = find_field(name)
    test = field.where(lambda text: fill(":text = :value", text=text, value=value))
    every = {"eventTime": "2026-01-31T10:00:00Z", "eventName": "X", "eventSource": "s"}
    read_in(tmp_path / "logs", write_trail(tmp_path / "a.json", every | record, every))
    found = ask(
        tmp_path / "logs",
        f"select request_id from logs.cloudtrail where {test.sql('duckdb')}",
    )
    assert found == [{"request_id": "r-1"}]
