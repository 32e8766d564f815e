"""Presigned URLs work until they expire, and policies see how a request was signed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import werkzeug.test
from botocore.exceptions import ClientError
from policy_texts import write

from ringwall.emulator.app import Emulator
from ringwall.emulator.transport import attach
from ringwall.jobs.authority import ReasonedAuthority

BUCKET = "b-signed"


@pytest.fixture(scope="module")
def app() -> Emulator:
    app = Emulator(authority=ReasonedAuthority())
    s3 = make_client(app)
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="k", Body=b"content")
    return app


def make_client(app: Emulator) -> Any:
    import botocore.session  # noqa: PLC0415

    session = botocore.session.Session()
    session.set_credentials("AKIATEAM", "not-a-secret")
    attach(session, app)
    return session.create_client("s3", region_name="us-east-1")


def fetch(app: Emulator, **changes: str) -> tuple[int, str]:
    """Get the object by a presigned URL whose query is changed; return status and body."""
    url = make_client(app).generate_presigned_url(
        "get_object", Params={"Bucket": BUCKET, "Key": "k"}, ExpiresIn=60
    )
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), **changes}
    if "X-Amz-Expires" in query and "X-Amz-Signature" not in query:
        # botocore signs with the older version by default in this Region.
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        scope = f"AKIATEAM/{moment[:8]}/us-east-1/s3/aws4_request"
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": scope,
            "X-Amz-Date": moment,
            "X-Amz-Signature": "0",
            **changes,
        }
    client = werkzeug.test.Client(app)
    answer = client.get(f"/k?{urlencode(query)}", base_url=f"https://{parts.netloc}")
    return answer.status_code, answer.get_data(as_text=True)


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).strftime("%Y%m%dT%H%M%SZ")


def test_a_presigned_url_works_until_it_expires(app: Emulator) -> None:
    assert fetch(app, **{"X-Amz-Expires": "60"}) == (200, "content")
    assert fetch(app, **{"X-Amz-Expires": "60", "X-Amz-Date": ago(seconds=30)})[0] == 200
    status, body = fetch(app, **{"X-Amz-Expires": "60", "X-Amz-Date": ago(seconds=61)})
    assert (status, "Request has expired" in body) == (403, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"X-Amz-Expires": "604801"},
        {"X-Amz-Expires": "-1"},
        {"X-Amz-Expires": "soon"},
        {"X-Amz-Expires": "60", "X-Amz-Date": "today"},
    ],
)
def test_a_presigned_url_says_how_long_it_is_valid(app: Emulator, changes: Any) -> None:
    status, body = fetch(app, **changes)
    assert (status, "AuthorizationQueryParametersError" in body) == (400, True)


def test_policies_see_how_and_when_a_request_was_signed(app: Emulator) -> None:
    s3 = make_client(app)

    def deny(**condition: Any) -> None:
        statement = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{BUCKET}/*",
            "Condition": condition,
        }
        s3.put_bucket_policy(Bucket=BUCKET, Policy=write(statement))

    deny(StringEquals={"s3:authType": "REST-QUERY-STRING"})
    assert s3.get_object(Bucket=BUCKET, Key="k")["Body"].read() == b"content"
    assert fetch(app, **{"X-Amz-Expires": "60"})[0] == 403
    deny(StringEquals={"s3:authType": "REST-HEADER"})
    with pytest.raises(ClientError, match="explicit deny"):
        s3.get_object(Bucket=BUCKET, Key="k")
    assert fetch(app, **{"X-Amz-Expires": "60"})[0] == 200
    deny(NumericGreaterThan={"s3:signatureAge": 20_000})
    assert fetch(app, **{"X-Amz-Expires": "60"})[0] == 200
    assert fetch(app, **{"X-Amz-Expires": "60", "X-Amz-Date": ago(seconds=30)})[0] == 403
    s3.delete_bucket_policy(Bucket=BUCKET)
