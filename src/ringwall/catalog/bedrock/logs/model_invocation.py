"""`logs.model_invocation`: who ran which model of Amazon Bedrock, and how much of it.

https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text, texts

model_invocation = Table(
    name="model_invocation",
    schema="logs",
    enveloped=False,
    doc="The model invocation logs of Amazon Bedrock: one row for each call of a model, however "
    "many targets it was delivered to. Prompts and answers are left out: AWS's own log has them, "
    "under the ID of the request.",
    columns=(
        moment("event_time", "timestamp", "When the model was called (UTC)."),
        text("event_id", "requestId", "The ID of the request."),
        text("account_id", "accountId", "The account that called.", None),
        text("aws_region", "region", "The Region of the call.", None),
        text("inference_region", "inferenceRegion",
             "The Region where the model ran; '' where the record does not say."),
        text("principal_arn", "",
             "The caller: a user, or the role of the session, without its path, which the log does "
             "not say."),
        text("session_arn", "",
             "The session of the caller; '' where a user or the root user called."),
        text("operation", "operation",
             "InvokeModel, InvokeModelWithResponseStream, Converse, ConverseStream, ..."),
        text("model_id", "modelId", "The model or the inference profile, as the caller named it."),
        integer("input_tokens", "", "Tokens of the prompt; NULL where the record does not say.",
                None),
        integer("output_tokens", "", "Tokens of the answer.", None),
        integer("total_tokens", "",
                "All tokens of the call, those of the prompt cache too.", None),
        text("guardrail_action", "",
             "INTERVENED where a guardrail stopped or changed the prompt or the answer; NONE where "
             "it looked at them and did not; '' where the record does not say."),
        texts("guardrail_filters", "",
              "Kinds of what the guardrail blocked or masked, where the record has its trace: "
              "PROMPT_ATTACK, VIOLENCE, DENY (a topic), EMAIL, ..."),
        text("stop_reason", "", "Why the model stopped: end_turn, max_tokens, tool_use, ..."),
        text("error_code", "errorCode", "Why the call failed; '' where it did not."),
        document("request_metadata", "requestMetadata", "What the caller said of the request."),
        document("rest", "", "The other members of the prompt and the answer, without their text: "
                 "types, counts, and where AWS put what is long."),
        *PLACE,
    ),
)  # fmt: skip

_ARN = "coalesce({identity.arn}, '')"
_SESSION = r"^arn:([a-z-]+):sts::([0-9]{12}):assumed-role/([^/]+)/.*$"
_BODY = "output.outputBodyJson"
_TRACE = f"coalesce({{{_BODY}.amazon-bedrock-trace:json}}, {{{_BODY}.trace:json}})::text"
_STREAMED = (
    f"json_type({{{_BODY}:json}}) = 'ARRAY' and regexp_matches({{{_BODY}:json}}::text, "
    '\'"(amazon-bedrock-guardrailAction": ?"(GUARDRAIL_)?INTERVENED'
    '|stop_?[rR]eason": ?"guardrail_intervened)"\')'
)
"""Of an answer that was streamed, the log has the list of its pieces."""


def _count(member: str, *usage: str) -> str:
    """Return the SQL of a number that the record has, or else the body of the answer."""
    paths = (member, *(f"{_BODY}.usage.{name}" for name in usage))
    return f"coalesce({', '.join(f'try_cast({{{path}}} as bigint)' for path in paths)})"


_INPUT = _count("input.inputTokenCount", "inputTokens", "input_tokens")
_OUTPUT = _count("output.outputTokenCount", "outputTokens", "output_tokens")
_CACHED = " + ".join(
    f"coalesce(try_cast({{input.{name}}} as bigint), 0)"
    for name in ("cacheReadInputTokenCount", "cacheWriteInputTokenCount")
)

model_invocation_format = LogFormat(
    table="model_invocation",
    kind="records",
    marks=("schemaType", "modelId", "operation"),
    is_unique=True,
    required={
        "event_time": "no timestamp, or one that is no time",
        "event_id": "no requestId",
        "model_id": "no modelId",
    },
    expressions={
        "principal_arn": f"regexp_replace({_ARN}, '{_SESSION}', 'arn:\\1:iam::\\2:role/\\3')",
        "session_arn": f"case when contains({_ARN}, ':sts::') then {_ARN} else '' end",
        "input_tokens": _INPUT,
        "output_tokens": _OUTPUT,
        "total_tokens": f"greatest({_INPUT} + {_CACHED} + coalesce({_OUTPUT}, 0), {_OUTPUT}, "
        f"try_cast({{{_BODY}.usage.totalTokens}} as bigint))",
        "guardrail_action": f"case when {{{_BODY}.amazon-bedrock-guardrailAction}} in "
        "('INTERVENED', 'GUARDRAIL_INTERVENED') "
        f"or {{{_BODY}.stopReason}} = 'guardrail_intervened' or ({_STREAMED}) then 'INTERVENED' "
        f"else coalesce({{{_BODY}.amazon-bedrock-guardrailAction}}, "
        f"case when {_TRACE} is not null then 'NONE' end, '') end",
        "guardrail_filters": "coalesce(list_sort(list_distinct(list_transform(list_filter("
        rf"regexp_extract_all({_TRACE}, '\{{[^{{}}]*\}}'), "
        """lambda one: regexp_matches(one, '"action": ?"(BLOCKED|ANONYMIZED)"')), """
        """lambda one: regexp_extract(one, '"type": ?"([A-Z_0-9]+)"', 1)))), [])""",
        "stop_reason": f"coalesce({{{_BODY}.stopReason}}, {{{_BODY}.stop_reason}}, '')",
        "rest": "json_merge_patch(json_object('input', {input:json}, 'output', {output:json}), "
        """'{"input": {"inputBodyJson": null}, "output": {"outputBodyJson": null}}')""",
    },
)
