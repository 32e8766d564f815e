from typing import Any


def test_a_workgroup_is_of_a_namespace(client: Any, refusal: Any) -> None:
    serverless = client("redshift-serverless")
    asked = {"workgroupName": "web", "namespaceName": "own"}
    assert refusal(serverless.create_workgroup, **asked)[0] == "ResourceNotFoundException"
    serverless.create_namespace(namespaceName="own")
    assert refusal(serverless.create_namespace, namespaceName="own")[0] == "ConflictException"
    made = serverless.create_workgroup(**asked)["workgroup"]
    config = {one["parameterKey"]: one["parameterValue"] for one in made["configParameters"]}
    assert (config["require_ssl"], made["publiclyAccessible"]) == ("true", False)
    assert refusal(serverless.delete_namespace, namespaceName="own")[0] == "ConflictException"
    serverless.delete_workgroup(workgroupName="web")
    serverless.delete_namespace(namespaceName="own")
    assert serverless.list_workgroups()["workgroups"] == []
    assert refusal(serverless.get_workgroup, workgroupName="web")[0] == "ResourceNotFoundException"


def test_what_is_changed_stays(client: Any) -> None:
    serverless = client("redshift-serverless")
    made = serverless.create_namespace(namespaceName="own")["namespace"]
    assert (made["adminUsername"], made["logExports"]) == ("admin", [])
    serverless.update_namespace(namespaceName="own", logExports=["userlog"])
    serverless.create_workgroup(workgroupName="web", namespaceName="own")
    off = [{"parameterKey": "require_ssl", "parameterValue": "false"}]
    serverless.update_workgroup(workgroupName="web", enhancedVpcRouting=True, configParameters=off)
    (namespace,) = serverless.list_namespaces()["namespaces"]
    assert (namespace["adminUsername"], namespace["logExports"]) == ("admin", ["userlog"])
    workgroup = serverless.get_workgroup(workgroupName="web")["workgroup"]
    config = {one["parameterKey"]: one["parameterValue"] for one in workgroup["configParameters"]}
    assert (config["require_ssl"], config["auto_mv"]) == ("false", "true")
    assert workgroup["enhancedVpcRouting"] is True
