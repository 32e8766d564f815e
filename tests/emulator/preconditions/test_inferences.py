"""No model answers, and nothing is written for one."""

from typing import Any


def test_a_model_is_not_made_up(client: Any, refusal: Any) -> None:
    runtime = client("sagemaker-runtime")
    asked = {"EndpointName": "e", "InputLocation": "s3://a/b"}
    assert refusal(runtime.invoke_endpoint_async, **asked)[1] == 501
    assert refusal(runtime.invoke_endpoint, EndpointName="e", Body=b"")[1] == 501
    assert client("s3").list_buckets()["Buckets"] == []
