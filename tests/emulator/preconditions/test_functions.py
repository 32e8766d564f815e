"""What Lambda refuses of code, concurrency, URLs and permissions."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from function_world import FunctionWorld, pack

CODE = pack(main="def handler(event, context): return 1")


@pytest.fixture
def made(functions: FunctionWorld) -> FunctionWorld:
    functions.function("shop", CODE)
    functions.client("s3").create_bucket(Bucket="packages")
    return functions


def refuse(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        call(**parameters)
    told = error.value.response["Error"]
    return told["Code"], told["Message"]


def test_code_has_to_be_there_and_to_be_a_zip(made: FunctionWorld) -> None:
    update = made.client("lambda").update_function_code
    place = {"FunctionName": "shop", "S3Bucket": "packages", "S3Key": "code.zip"}
    code, said = refuse(update, **place)
    assert (code, "NoSuchKey" in said) == ("InvalidParameterValueException", True)
    assert "NoSuchBucket" in refuse(update, **{**place, "S3Bucket": "elsewhere"})[1]
    assert refuse(update, **{**place, "FunctionName": "none"})[0] == "ResourceNotFoundException"
    made.client("s3").put_object(Bucket="packages", Key="code.zip", Body=b"no zip")
    assert "unzip" in refuse(update, **place)[1]
    made.client("s3").put_object(Bucket="packages", Key="code.zip", Body=CODE)
    assert update(**place)["CodeSize"] == len(CODE)


def test_others_keep_a_hundred(made: FunctionWorld) -> None:
    put = made.client("lambda").put_function_concurrency
    put(FunctionName="shop", ReservedConcurrentExecutions=900)
    put(FunctionName="shop", ReservedConcurrentExecutions=0)
    code, said = refuse(put, FunctionName="shop", ReservedConcurrentExecutions=901)
    assert (code, "minimum value of [100]" in said) == ("InvalidParameterValueException", True)


def test_a_function_has_one_url(made: FunctionWorld) -> None:
    client = made.client("lambda")
    for call in (client.update_function_url_config, client.delete_function_url_config):
        assert refuse(call, FunctionName="shop")[0] == "ResourceNotFoundException"
    client.create_function_url_config(FunctionName="shop", AuthType="NONE")
    again = refuse(client.create_function_url_config, FunctionName="shop", AuthType="NONE")
    assert again[0] == "ResourceConflictException"
    changed = client.update_function_url_config(FunctionName="shop", InvokeMode="RESPONSE_STREAM")
    assert (changed["AuthType"], changed["InvokeMode"]) == ("NONE", "RESPONSE_STREAM")
    client.delete_function_url_config(FunctionName="shop")
    assert client.list_function_url_configs(FunctionName="shop")["FunctionUrlConfigs"] == []


def test_a_statement_is_there_once(made: FunctionWorld) -> None:
    add = made.client("lambda").add_permission
    given = {
        "FunctionName": "shop",
        "StatementId": "rules",
        "Action": "lambda:InvokeFunction",
        "Principal": "events.amazonaws.com",
    }
    add(**given)
    assert refuse(add, **given)[0] == "ResourceConflictException"
    other = refuse(add, **{**given, "StatementId": "url", "FunctionUrlAuthType": "NONE"})
    assert other[0] == "InvalidParameterValueException"
