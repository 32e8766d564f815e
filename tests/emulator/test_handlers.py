import pytest

from ringwall.emulator import handlers, services
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates, find_handlers
from ringwall.emulator.state import EmulatorState


def test_handlers_are_found_by_walking_the_folder() -> None:
    found = find_handlers()
    assert found["kms", "DescribeKey"].__module__ == "ringwall.emulator.services.kms"
    assert found["ec2", "DescribeRegions"].__module__ == "ringwall.emulator.services.ec2"


def test_two_handlers_of_one_operation_are_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    text = (
        "from ringwall.emulator.handlers import emulates\n"
        "@emulates('sqs', 'ListQueues')\n"
        "def {name}(world, call): return {{}}\n"
    )
    for name in ("one", "other"):
        (tmp_path / f"{name}.py").write_text(text.format(name=name))  # type: ignore[operator]
    monkeypatch.setattr(services, "__path__", [str(tmp_path)])
    with pytest.raises(ValueError, match="two handlers for sqs:ListQueues"):
        handlers.find_handlers()


def test_a_mark_names_every_operation() -> None:
    @emulates("sqs", "ListQueues", "GetQueueUrl")
    def handler(*_: object) -> None: ...

    assert handler.__dict__["emulates"] == (("sqs", "ListQueues"), ("sqs", "GetQueueUrl"))


def test_function_answers_for_two_services() -> None:
    @emulates("ses", "SendEmail")
    @emulates("sesv2", "SendEmail")
    def send(_state: EmulatorState, _call: EmulatedCall) -> None:
        return None

    marked = vars(send)["emulates"]
    assert set(marked) == {("ses", "SendEmail"), ("sesv2", "SendEmail")}
