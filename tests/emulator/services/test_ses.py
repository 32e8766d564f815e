from typing import Any

MESSAGE = {
    "Source": "a@example.com",
    "Destination": {"ToAddresses": ["b@example.com"]},
    "Message": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}},
}


def test_paused_account_sends_nothing(client: Any, refusal: Any) -> None:
    ses, newer = client("ses"), client("sesv2")
    ses.verify_email_identity(EmailAddress="a@example.com")
    assert ses.get_account_sending_enabled()["Enabled"] is True
    ses.send_email(**MESSAGE)
    newer.put_account_sending_attributes(SendingEnabled=False)
    assert ses.get_account_sending_enabled()["Enabled"] is False
    assert newer.get_account()["SendingEnabled"] is False
    assert refusal(ses.send_email, **MESSAGE)[0] == "AccountSendingPausedException"
    ses.update_account_sending_enabled(Enabled=True)
    ses.send_email(**MESSAGE)
    newer.put_account_suppression_attributes(SuppressedReasons=["BOUNCE"])
    assert newer.get_account()["SuppressionAttributes"]["SuppressedReasons"] == ["BOUNCE"]


def test_paused_set_sends_nothing(client: Any, refusal: Any) -> None:
    ses = client("ses")
    ses.verify_email_identity(EmailAddress="a@example.com")
    ses.create_configuration_set(ConfigurationSet={"Name": "news"})
    name = {"ConfigurationSetName": "news"}
    ses.update_configuration_set_sending_enabled(Enabled=False, **name)
    code, _ = refusal(ses.send_email, **MESSAGE, **name)
    assert code == "ConfigurationSetSendingPausedException"
    ses.send_email(**MESSAGE)
    client("sesv2").put_configuration_set_sending_options(SendingEnabled=True, **name)
    ses.send_email(**MESSAGE, **name)
    wrong = {"ConfigurationSetName": "none", "Enabled": True}
    code, _ = refusal(ses.update_configuration_set_sending_enabled, **wrong)
    assert code == "ConfigurationSetDoesNotExist"


def test_a_set_tells_whether_it_sends(client: Any, refusal: Any) -> None:
    ses = client("sesv2")
    name = {"ConfigurationSetName": "news"}
    ses.create_configuration_set(**name)
    assert ses.get_configuration_set(**name)["SendingOptions"] == {"SendingEnabled": True}
    ses.put_configuration_set_sending_options(**name, SendingEnabled=False)
    assert ses.get_configuration_set(**name)["SendingOptions"] == {"SendingEnabled": False}
    ses.create_configuration_set(
        ConfigurationSetName="quiet", SendingOptions={"SendingEnabled": False}
    )
    found = ses.get_configuration_set(ConfigurationSetName="quiet")
    assert found["SendingOptions"] == {"SendingEnabled": False}
    assert refusal(ses.get_configuration_set, ConfigurationSetName="none")[1] == 404
