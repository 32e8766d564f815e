import io
import zipfile
from typing import Any

from policy_texts import make_service_role


def test_versions_are_listed_by_name_and_by_arn(client: Any, refusal: Any) -> None:
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
    functions.publish_version(FunctionName="f")
    for name in ("f", arn, "123456789012:function:f"):
        versions = functions.list_versions_by_function(FunctionName=name)["Versions"]
        assert [version["Version"] for version in versions] == ["$LATEST", "1"]
    missing = refusal(functions.list_versions_by_function, FunctionName="g")
    assert missing == ("ResourceNotFoundException", 404)
