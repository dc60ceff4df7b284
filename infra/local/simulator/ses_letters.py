"""What a call to SES v2 says: its letters, tags, headers and templates, read into what `ses` hands over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from .errors import ServiceError
from .outcomes import bare_address
from .ses_events import Mail
from .templates import Template, compile_template, template_data

_TAG_NAME, _TAG_VALUE = re.compile(r"[A-Za-z0-9_-]{1,256}"), re.compile(r"[A-Za-z0-9_.@-]{1,256}")
MAX_RECIPIENTS = 50


@dataclass(frozen=True)
class Letter:
    """One mail about to be taken: who, what, and the parts as the page shows them.

    `values` fill the parts of a bulk call; `unrendered` names the value that a template lacks, if any.
    """

    mail: Mail
    content: Mapping[str, str]
    attachments: Sequence[tuple[str, int]] = ()
    values: Mapping[str, Any] | None = None
    unrendered: str = ""


class Bulk:
    """A bulk call's shared parts, compiled once for all entries."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.params = params
        template = params["DefaultContent"].get("Template", {})
        self.content = inline_of(template)
        self.compiled = {key: compile_template(text) for key, text in self.content.items()}
        self.attachments = attachments_of(template)
        self._defaults = data_of(template.get("TemplateData", "{}"))
        self._headers = headers_of(template.get("Headers", ()))
        self._tags = tags_of(params.get("DefaultEmailTags", ()))

    def values(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        replacement = entry.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
        return {**self._defaults, **data_of(replacement.get("ReplacementTemplateData", "{}"))}

    def tags(self, entry: Mapping[str, Any]) -> dict[str, str]:
        return {**self._tags, **tags_of(entry.get("ReplacementTags", ()))}

    def headers(self, entry: Mapping[str, Any]) -> tuple[list[tuple[str, str]], list[str]]:
        """An entry's header replaces the default of the same name. Where answers go stands apart."""
        own = headers_of(entry.get("ReplacementHeaders", ()))
        names = {name.lower() for name, _ in own}
        whole = [pair for pair in self._headers if pair[0].lower() not in names] + own
        answers_to = [value for name, value in whole if name.lower() == "reply-to"]
        return [pair for pair in whole if pair[0].lower() != "reply-to"], answers_to


def everyone(destination: Mapping[str, Any]) -> list[str]:
    """The bare addresses of all three kinds of recipients."""
    kinds = ("ToAddresses", "CcAddresses", "BccAddresses")
    return [bare_address(each) for kind in kinds for each in destination.get(kind, ())]


def check_recipients(recipients: Sequence[str]) -> None:
    if not recipients:
        raise ServiceError("BadRequestException", "At least one destination is required.")
    if len(recipients) > MAX_RECIPIENTS:
        raise ServiceError("BadRequestException", f"Recipient count exceeds {MAX_RECIPIENTS}.")
    for address in recipients:
        local, _, domain = address.rpartition("@")
        if not local or not domain or not address.isascii() or any(char.isspace() for char in address):
            raise ServiceError("BadRequestException", f"Invalid email address <{address}>.")


def inline_of(template: Mapping[str, Any]) -> dict[str, str]:
    content = template.get("TemplateContent")
    if content is None:
        name = template.get("TemplateName") or template.get("TemplateArn") or ""
        raise ServiceError("NotFoundException", f"Template {name} does not exist.", status=404)
    return {key.lower(): content[key] for key in ("Subject", "Html", "Text") if key in content} | (
        {} if "Subject" in content else {"subject": ""}
    )


def missing_value(compiled: Mapping[str, Template], values: Mapping[str, Any]) -> str:
    return next((name for each in compiled.values() if (name := each.missing(values))), "")


def data_of(text: str) -> Mapping[str, Any]:
    try:
        return template_data(text)
    except ValueError:
        raise ServiceError("BadRequestException", "Template data is not a JSON object.") from None


def tags_of(tags: Sequence[Mapping[str, str]]) -> dict[str, str]:
    for tag in tags:
        if not _TAG_NAME.fullmatch(tag["Name"]) or not _TAG_VALUE.fullmatch(tag["Value"]):
            raise ServiceError(
                "BadRequestException",
                f"Invalid message tag <{tag['Name']}>: a name takes letters, "
                "digits, _ and -, a value also . and @, 256 at most.",
            )
    return {tag["Name"]: tag["Value"] for tag in tags}


def headers_of(headers: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(header["Name"], header["Value"]) for header in headers]


def attachments_of(content: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(each["FileName"], len(each["RawContent"])) for each in content.get("Attachments", ())]


def simple_letter(mail: Mail, simple: Mapping[str, Any]) -> Letter:
    if not mail.sender:
        raise ServiceError("BadRequestException", "FromEmailAddress is required.")
    subject, body = simple["Subject"]["Data"], simple["Body"]
    content = {key.lower(): body[key]["Data"] for key in ("Html", "Text") if key in body}
    if not content:
        raise ServiceError("BadRequestException", "The body needs Html or Text.")
    headers = headers_of(simple.get("Headers", ()))
    return Letter(
        replace(mail, subject=subject, headers=headers), {"subject": subject, **content}, attachments_of(simple)
    )


def raw_letter(mail: Mail, data: bytes) -> Letter:
    """A MIME message: sender and recipients come from its headers unless the call names them."""
    message: EmailMessage = message_from_bytes(data, policy=policy.default)
    parts = {kind: message.get_body((kind,)) for kind in ("html", "plain")}
    content = {
        {"html": "html", "plain": "text"}[kind]: str(part.get_content())
        for kind, part in parts.items()
        if part is not None
    }
    subject = str(message["Subject"] or "")
    to = [str(each) for name in ("To", "Cc", "Bcc") for each in getattr(message[name], "addresses", ())]
    custom = [
        (name, str(value))
        for name, value in message.items()
        if name.lower() not in ("from", "to", "cc", "bcc", "subject", "reply-to", "mime-version")
    ]
    files = [(part.get_filename() or "", len(part.get_content())) for part in message.iter_attachments()]
    return Letter(
        replace(
            mail,
            sender=mail.sender or str(message["From"] or ""),
            subject=subject,
            headers=custom,
            to=mail.to or to,
            recipients=mail.recipients or [bare_address(each) for each in to],
        ),
        {"subject": subject, **content},
        files,
    )
