"""AWS and the providers as a server on loopback, in a process of its own: a bench measures only its client.

DynamoDB keeps items in memory and understands the update expressions of this product, but no conditions; SQS,
SES v2, End User Messaging and SNS take everything. Good for counting and timing, for nothing else.
"""

import json
import multiprocessing
import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

SERVICES = ("DYNAMODB", "SQS", "SESV2", "PINPOINT_SMS_VOICE_V2", "SNS", "SECRETS_MANAGER")

Item = dict[str, Any]
Tables = dict[str, dict[tuple[str, str], Item]]

_CLAUSES = re.compile(r"\b(SET|ADD|REMOVE)\b")


class Stub:
    """Answers by operation."""

    def __init__(self) -> None:
        self.tables: Tables = {}

    def answer(self, operation: str, body: Any) -> Any:
        known: dict[str, Callable[[Any], Any]] = {
            "GetItem": self._get,
            "PutItem": self._put,
            "UpdateItem": self._update,
            "DeleteItem": self._delete,
            "BatchGetItem": self._batch_get,
            "BatchWriteItem": self._batch_write,
            "TransactWriteItems": self._transact,
            "Query": self._query,
            "SendMessageBatch": _taken,
            "SendBulkEmail": _mailed,
            "GetSecretValue": _secret,
        }
        do: Callable[[Any], Any] = known.get(operation, _accepted)
        return do(body)

    def _table(self, name: str) -> dict[tuple[str, str], Item]:
        return self.tables.setdefault(name, {})

    def _get(self, body: Any) -> Item:
        found = self._table(body["TableName"]).get(_key(body["Key"]))
        return {"Item": found} if found else {}

    def _put(self, body: Any) -> Item:
        self._table(body["TableName"])[_key(body["Item"])] = body["Item"]
        return {}

    def _delete(self, body: Any) -> Item:
        self._table(body["TableName"]).pop(_key(body["Key"]), None)
        return {}

    def _update(self, body: Any) -> Item:
        key = _key(body["Key"])
        item = self._table(body["TableName"]).setdefault(key, dict(body["Key"]))
        _apply(item, body)
        return {"Attributes": item} if body.get("ReturnValues") == "ALL_NEW" else {}

    def _batch_get(self, body: Any) -> Item:
        found = {
            name: [item for key in asked["Keys"] if (item := self._table(name).get(_key(key)))]
            for name, asked in body["RequestItems"].items()
        }
        return {"Responses": found, "UnprocessedKeys": {}}

    def _batch_write(self, body: Any) -> Item:
        for name, writes in body["RequestItems"].items():
            for write in writes:
                if "PutRequest" in write:
                    self._put({"TableName": name, "Item": write["PutRequest"]["Item"]})
                else:
                    self._delete({"TableName": name, "Key": write["DeleteRequest"]["Key"]})
        return {"UnprocessedItems": {}}

    def _transact(self, body: Any) -> Item:
        for write in body["TransactItems"]:
            ((kind, request),) = write.items()
            {"Put": self._put, "Update": self._update, "Delete": self._delete}[kind](request)
        return {}

    def _query(self, body: Any) -> Item:
        """A page of a partition of a table within its bounds, in order; indexes are not needed here."""
        names, values = body["ExpressionAttributeNames"], body["ExpressionAttributeValues"]
        wanted = values[":pk"]["S"]
        if names["#pk"] != "pk":
            return {"Items": [], "Count": 0}
        begins = values.get(":begins", {"S": ""})["S"]
        low, high = values.get(":low", {"S": ""})["S"], values.get(":high", {"S": "\x7f"})["S"]
        items = self._table(body["TableName"])
        of_partition = [key for key in items if key[0] == wanted]
        keys = sorted(key for key in of_partition if key[1].startswith(begins) and low <= key[1] <= high)
        if after := body.get("ExclusiveStartKey"):
            keys = [key for key in keys if key > _key(after)]
        page = keys[: body.get("Limit", len(keys))]
        found = {"Items": [items[key] for key in page], "Count": len(page)}
        if len(page) == len(keys):
            return found
        return found | {"LastEvaluatedKey": {"pk": {"S": page[-1][0]}, "sk": {"S": page[-1][1]}}}


def _key(item: Item) -> tuple[str, str]:
    return item["pk"]["S"], item["sk"]["S"]


def _apply(item: Item, body: Any) -> None:
    """An update expression: SET a = :a, ADD n :n, REMOVE x."""
    values, names = body.get("ExpressionAttributeValues", {}), body.get("ExpressionAttributeNames", {})
    parts = _CLAUSES.split(body["UpdateExpression"])[1:]
    for clause, text in zip(parts[::2], parts[1::2], strict=True):
        for each in (term.strip() for term in text.split(",")):
            name, _, value = each.replace(" = ", " ").partition(" ")
            name = names.get(name, name)
            if clause == "SET":
                item[name] = values[value.strip()]
            elif clause == "REMOVE":
                item.pop(name, None)
            else:
                item[name] = _added(item.get(name), values[value.strip()])


def _added(before: Item | None, more: Item) -> Item:
    if "SS" in more:
        return {"SS": sorted({*(before or {"SS": []})["SS"], *more["SS"]})}
    return {"N": str(int((before or {"N": "0"})["N"]) + int(more["N"]))}


def _taken(body: Any) -> Item:
    return {
        "Successful": [
            {"Id": each["Id"], "MessageId": str(uuid4()), "MD5OfMessageBody": ""} for each in body["Entries"]
        ]
    }


def _mailed(body: Any) -> Item:
    return {
        "BulkEmailEntryResults": [{"Status": "SUCCESS", "MessageId": "m"} for _ in body["BulkEmailEntries"]]
    }


def _secret(_body: Any) -> Item:
    return {"SecretString": "bench"}


def _accepted(_body: Any) -> Item:
    return {"MessageId": "m"}


# ---- HTTP ---------------------------------------------------------------------------------------------------

_PUBLISHED = (
    b'<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId>'
    b"</PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>"
)


def _respond(stub: Stub, head: bytes, body: bytes) -> bytes:
    target = re.search(rb"(?i)x-amz-target: *\S+\.(\w+)", head)
    if target:
        answer, kind = json.dumps(stub.answer(target[1].decode(), json.loads(body))).encode(), b"x-amz-json-1.0"
    elif b"/v2/email/outbound-bulk-emails" in head:
        answer, kind = json.dumps(stub.answer("SendBulkEmail", json.loads(body))).encode(), b"json"
    elif b"Action=" in body[:400]:
        answer, kind = _PUBLISHED, b"xml"
    else:
        answer, kind = b'{"MessageId": "m"}', b"json"
    start = b"HTTP/1.1 200 OK\r\ncontent-type: application/" + kind + b"\r\nx-amzn-requestid: r\r\n"
    return start + b"content-length: %d\r\n\r\n" % len(answer) + answer


def _serve(stub: Stub, lock: threading.Lock, connection: socket.socket) -> None:
    buffer = b""
    while True:
        while b"\r\n\r\n" not in buffer:
            if not (more := connection.recv(1 << 18)):
                return
            buffer += more
        head, _, rest = buffer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        wanted = int(length[1]) if length else 0
        while len(rest) < wanted:
            rest += connection.recv(1 << 18)
        body, buffer = rest[:wanted], rest[wanted:]
        with lock:
            answer = _respond(stub, head, body)
        connection.sendall(answer)


def _run(port: int, kind: type[Stub], ready: Any) -> None:
    stub, lock = kind(), threading.Lock()
    server = socket.create_server(("127.0.0.1", port), backlog=64)
    ready.set()
    while True:
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_serve, args=(stub, lock, connection), daemon=True).start()


@contextmanager
def served(port: int, kind: type[Stub] = Stub) -> Iterator[None]:
    """While inside, this process speaks to such a server."""
    server = start(port, kind)
    try:
        environment(port)
        yield
    finally:
        server.terminate()


def environment(port: int) -> None:
    """Have this process take the server for AWS and the providers."""
    queues = {
        f"QUEUE_{channel}_{lane}": f"http://127.0.0.1:{port}/q/{channel}{lane}"
        for channel in ("EMAIL", "SMS", "VOICE", "PUSH", "PORTAL")
        for lane in ("EMERGENCY", "PRIORITY", "NORMAL")
    }
    os.environ |= {
        **{f"AWS_ENDPOINT_URL_{name}": f"http://127.0.0.1:{port}" for name in SERVICES},
        **{f"{room}_TABLE": room for room in ("DIRECTORY", "ACCESS", "AUDIENCE", "MESSAGES", "DELIVERIES")},
        **queues,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "FAN_OUT_QUEUE_URL": f"http://127.0.0.1:{port}/q/fanout",
        "FAN_OUT_EMERGENCY_QUEUE_URL": f"http://127.0.0.1:{port}/q/fanoutemergency",
        "EMAIL_FROM_ADDRESS": "office@riverbend.example",
        "EMAIL_CONFIGURATION_SET": "email",
        # Emails with their links: where to answer, and how to stop.
        "PUBLIC_URL": "https://carillon.riverbend.example",
        "REPLY_DOMAIN": "replies.riverbend.example",
        "SIGNING_SECRET": "secret",
        "SMS_CONFIGURATION_SET": "sms",
        "SMS_ORIGINATION": "+18335550100",
        "VOICE_ORIGINATION": "+18335550101",
    }


def start(port: int, kind: type[Stub] = Stub) -> multiprocessing.process.BaseProcess:
    """The server in a process of its own, which answers as `kind` does; terminate it when done."""
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_run, args=(port, kind, ready), daemon=True)
    process.start()
    ready.wait(30)
    return process
