"""Model invocation logs of Amazon Bedrock: each call becomes the row that it means."""

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from stored_logs import ask, read_in

from ringwall.model.table import Row

SESSION = "arn:aws:sts::111122223333:assumed-role/chat/web"
CONVERSE: Row = {
    "schemaType": "ModelInvocationLog",
    "schemaVersion": "1.0",
    "timestamp": "2026-01-31T10:00:00Z",
    "accountId": "111122223333",
    "identity": {"arn": SESSION},
    "region": "eu-west-1",
    "inferenceRegion": "eu-central-1",
    "requestId": "request-1",
    "operation": "Converse",
    "modelId": "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
    "input": {
        "inputContentType": "application/json",
        "inputBodyJson": {"messages": [{"role": "user", "content": [{"text": "a secret"}]}]},
        "inputTokenCount": 35,
        "cacheReadInputTokenCount": 1000,
    },
    "output": {
        "outputContentType": "application/json",
        "outputBodyJson": {
            "output": {"message": {"role": "assistant", "content": [{"text": "an answer"}]}},
            "stopReason": "end_turn",
            "usage": {"inputTokens": 35, "outputTokens": 446, "totalTokens": 481},
        },
        "outputTokenCount": 446,
    },
    "requestMetadata": {"team": "growth"},
}
FILTERS = [
    {"type": "PROMPT_ATTACK", "confidence": "HIGH", "action": "BLOCKED"},
    {"type": "HATE", "confidence": "NONE", "action": "NONE"},
]
ASSESSMENT = {"input": {"g1": {"contentPolicy": {"filters": FILTERS}}}}


def answer(body: Any, **members: Any) -> Row:
    return CONVERSE | {"output": {"outputBodyJson": body}} | members


def store(tmp_path: Path, *records: Row | str) -> list[Row]:
    path = tmp_path / "in" / "20260131T100000000Z_1.json.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (one if isinstance(one, str) else json.dumps(one) for one in records)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    read_in(tmp_path / "logs", path)
    return ask(tmp_path / "logs", "select * from logs.model_invocation order by line")


def has(row: Row, **expected: Any) -> None:
    assert {name: row[name] for name in expected} == expected


def test_a_call_is_a_row_without_its_prompt(tmp_path: Path) -> None:
    (row,) = store(tmp_path, CONVERSE)
    has(
        row,
        event_time=datetime.fromisoformat("2026-01-31T10:00:00"),
        event_id="request-1",
        account_id="111122223333",
        aws_region="eu-west-1",
        inference_region="eu-central-1",
        principal_arn="arn:aws:iam::111122223333:role/chat",
        session_arn=SESSION,
        model_id=CONVERSE["modelId"],
        input_tokens=35,
        output_tokens=446,
        total_tokens=1481,
        guardrail_action="",
        stop_reason="end_turn",
        error_code="",
        request_metadata='{"team":"growth"}',
    )
    assert "a secret" not in str(row)
    assert "an answer" not in str(row)
    assert json.loads(row["rest"])["output"] == {
        "outputContentType": "application/json",
        "outputTokenCount": 446,
    }


def test_a_user_has_no_session(tmp_path: Path) -> None:
    user = "arn:aws:iam::111122223333:user/ann"
    (row,) = store(tmp_path, CONVERSE | {"identity": {"arn": user}})
    has(row, principal_arn=user, session_arn="")


@pytest.mark.parametrize(
    ("body", "action", "filters"),
    [
        ({"stopReason": "guardrail_intervened"}, "INTERVENED", []),
        (
            {
                "amazon-bedrock-guardrailAction": "INTERVENED",
                "amazon-bedrock-trace": {"guardrail": ASSESSMENT},
            },
            "INTERVENED",
            ["PROMPT_ATTACK"],
        ),
        (
            {"stopReason": "guardrail_intervened", "trace": {"guardrail": ASSESSMENT}},
            "INTERVENED",
            ["PROMPT_ATTACK"],
        ),
        ([{"delta": {"text": "x"}}, {"stopReason": "guardrail_intervened"}], "INTERVENED", []),
        ([{"completion": "", "amazon-bedrock-guardrailAction": "INTERVENED"}], "INTERVENED", []),
        ({"amazon-bedrock-guardrailAction": "NONE"}, "NONE", []),
        ({"trace": {"guardrail": {}}, "stopReason": "end_turn"}, "NONE", []),
        ({"stopReason": "end_turn"}, "", []),
        ({"output": {"text": '"stopReason": "guardrail_intervened"'}}, "", []),
        ([{"text": '{"stopReason": "guardrail_intervened"}'}], "", []),
    ],
)
def test_a_guardrail_that_intervened_is_seen(
    tmp_path: Path, body: Any, action: str, filters: list[str]
) -> None:
    (row,) = store(tmp_path, answer(body))
    has(row, guardrail_action=action, guardrail_filters=filters)


def test_counts_are_taken_from_the_answer_where_the_record_has_none(tmp_path: Path) -> None:
    usage = {"usage": {"input_tokens": 3, "output_tokens": 4}}
    (known,) = store(tmp_path / "a", answer(usage, input={}))
    has(known, input_tokens=3, output_tokens=4, total_tokens=7)
    (unknown,) = store(tmp_path / "b", CONVERSE | {"input": {}, "output": {}})
    has(unknown, input_tokens=None, output_tokens=None, total_tokens=None)


def test_a_call_that_was_delivered_twice_is_one(tmp_path: Path) -> None:
    message = {
        "messageType": "DATA_MESSAGE",
        "owner": "111122223333",
        "logGroup": "models",
        "logEvents": [{"message": json.dumps(CONVERSE)}],
    }
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "from_cloudwatch.json").write_text(json.dumps(message))
    read_in(tmp_path / "logs", tmp_path / "in")
    assert len(store(tmp_path, CONVERSE, CONVERSE | {"requestId": "request-2"})) == 2


def test_what_is_no_call_is_in_the_quarantine(tmp_path: Path) -> None:
    without = {name: value for name, value in CONVERSE.items() if name != "requestId"}
    late = CONVERSE | {"timestamp": "yesterday"}
    odd = CONVERSE | {"requestId": "request-2", "input": 5, "output": "x"}
    rows = store(tmp_path, CONVERSE, without, late, '{"schemaType": "Model', odd)
    assert [row["line"] for row in rows] == [1, 5]
    bad = ask(tmp_path / "logs", "select line, source, reason from logs.quarantine order by line")
    assert [(row["line"], row["source"], row["reason"]) for row in bad] == [
        (2, "model_invocation", "no requestId"),
        (3, "model_invocation", "no timestamp, or one that is no time"),
        (4, "model_invocation", "broken JSON"),
    ]
