"""Mail that comes in: kept in the bucket and announced to the topic, as an SES receipt rule's S3 action does.

the page's Answer form --+
POST /_control inbound-mail --+--> MIME --> s3://<bucket>/incoming/<message id>, notification --> topic
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from uuid import uuid4

import boto3

from .core import HandedOver, Simulator
from .outcomes import bare_address
from .ses_events import iso

_VERDICTS = ("spam", "virus", "spf", "dkim", "dmarc")


@dataclass(frozen=True)
class Mailbox:
    """Where the account's receipt rule puts mail: a bucket and a topic of the engine at `aws_endpoint`."""

    simulator: Simulator
    aws_endpoint: str
    region: str
    bucket: str
    topic: str

    def answer(self, item: HandedOver, text: str) -> str:
        """What the recipient of a mail sends when answering it. Gives back where to."""
        to = next(iter(item.detail.get("reply_to", ())), "") or str(item.detail.get("from", item.sender))
        quoted = "\n".join(f"> {line}" for line in item.text.splitlines())
        body = f"{text}\n\nOn Thursday {bare_address(item.sender)} wrote:\n{quoted}\n"
        order = {"from": item.destination, "to": to, "subject": f"Re: {item.subject}", "body": body}
        self.receive(order)
        return to

    def receive(self, order: Mapping[str, Any]) -> dict[str, str]:
        """One mail: `from`, `to`, `subject`, `body`, `headers`, or `raw` whole; `verdicts` such as
        {"dmarc": "FAIL"}. Raises ValueError if one is missing."""
        missing = [name for name in ("from", "to") if not order.get(name)]
        if missing:
            raise ValueError(f"inbound-mail needs {', '.join(missing)}")
        raw = str(order["raw"]).encode() if order.get("raw") else mime(order)
        message_id = str(order.get("message_id") or uuid4().hex)
        key = f"incoming/{message_id}"
        s3 = boto3.client("s3", endpoint_url=self.aws_endpoint, region_name=self.region)
        s3.put_object(Bucket=self.bucket, Key=key, Body=raw)
        now = self.simulator.clock()
        note = notification(order, message_id, self.bucket, key, iso(now))
        self.simulator.expect(self.topic, "inbound-mail", json.dumps(note))
        return {"messageId": message_id}


def mime(order: Mapping[str, Any]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = str(order["from"]), str(order["to"])
    mail["Subject"], mail["Message-ID"] = str(order.get("subject", "")), make_msgid(domain="example.org")
    for name, value in dict(order.get("headers", {})).items():
        mail[name] = str(value)
    mail.set_content(str(order.get("body", "")), subtype=str(order.get("subtype", "plain")))
    return mail.as_bytes()


def notification(order: Mapping[str, Any], message_id: str, bucket: str, key: str, at: str) -> dict[str, Any]:
    """As Amazon SES writes it for the S3 action's topic."""
    told = dict(order.get("verdicts", {}))
    verdicts = {f"{name}Verdict": {"status": str(told.get(name, "PASS"))} for name in _VERDICTS}
    to = bare_address(str(order["to"]))
    return {
        "notificationType": "Received",
        "mail": {
            "timestamp": at,
            "source": bare_address(str(order["from"])),
            "messageId": message_id,
            "destination": [to],
        },
        "receipt": {
            "timestamp": at,
            "recipients": [to],
            **verdicts,
            "action": {"type": "S3", "bucketName": bucket, "objectKey": key},
        },
    }
