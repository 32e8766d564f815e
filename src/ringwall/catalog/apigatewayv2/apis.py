"""What HTTP and WebSocket APIs of API Gateway consist of, for several tables."""

from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row


def read_parts(reader: Reader, operation: str) -> Iterator[Row | CallFailed]:
    """Yield the parts of all APIs, each with its API, or why those of one cannot be listed."""
    for api in reader.items("apigatewayv2.get_apis", "Items", MaxResults="1000"):
        known = {"ApiId": api["ApiId"], "ProtocolType": api["ProtocolType"]}
        try:
            for part in reader.items(operation, "Items", ApiId=api["ApiId"], MaxResults="1000"):
                yield {**part, **known}
        except CallFailed as error:
            if error.code != "NotFoundException":
                yield error  # else the API was deleted meanwhile
