import io
import zipfile
from typing import Any

from policy_texts import make_service_role


def test_urls_of_a_function_are_listed(client: Any, refusal: Any) -> None:
    role = make_service_role(client("iam"), "r", "lambda")
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", "")
    functions = client("lambda")
    arn = functions.create_function(
        FunctionName="f",
        Runtime="python3.12",
        Handler="main.handler",
        Role=role,
        Code={"ZipFile": code.getvalue()},
    )["FunctionArn"]
    assert functions.list_function_url_configs(FunctionName="f")["FunctionUrlConfigs"] == []
    functions.create_function_url_config(FunctionName="f", AuthType="AWS_IAM")
    for name in ("f", arn):
        (url,) = functions.list_function_url_configs(FunctionName=name)["FunctionUrlConfigs"]
        assert (url["AuthType"], url["FunctionArn"]) == ("AWS_IAM", arn)
    functions.delete_function_url_config(FunctionName="f")
    assert functions.list_function_url_configs(FunctionName="f")["FunctionUrlConfigs"] == []
    missing = refusal(functions.list_function_url_configs, FunctionName="g")
    assert missing == ("ResourceNotFoundException", 404)
