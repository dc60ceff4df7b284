"""SES v2 sending: SendEmail and SendBulkEmail with inline templates. Hands over and plans the events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from .errors import ServiceError
from .outcomes import SUPPRESSED, Outcome, Step, bare_address, email_outcome, is_ses_simulator
from .ses_account import SesAccount
from .ses_events import BUS_NAMES, TYPE_NAMES, Mail, event, mail_record
from .ses_letters import (
    MAX_RECIPIENTS,
    Bulk,
    Letter,
    attachments_of,
    check_recipients,
    data_of,
    everyone,
    headers_of,
    inline_of,
    missing_value,
    raw_letter,
    simple_letter,
    tags_of,
)
from .templates import compile_template
from .wire import SES
from .world import Operation, World, broken, refused, throttled

_ENTRY_REFUSALS = {
    "rejected": "MESSAGE_REJECTED",
    "throttled": "ACCOUNT_THROTTLED",
    "broken": "TRANSIENT_FAILURE",
}


class Ses:
    def __init__(self, world: World) -> None:
        self._world = world
        self._account = SesAccount(world)
        self.operations: dict[str, Operation] = {
            **self._account.operations,
            "SendEmail": self._send_email,
            "SendBulkEmail": self._send_bulk_email,
        }

    # SendEmail

    def _send_email(self, params: Mapping[str, Any]) -> dict[str, Any]:
        letter = self._letter(params)
        check_recipients(letter.mail.recipients)
        if letter.mail.configuration_set:
            self._account.set_named(letter.mail.configuration_set)
        outcomes = [email_outcome(each) for each in letter.mail.recipients]
        for outcome in outcomes:
            _raise_refusal(outcome)
        self._world.admit(SES, "email")
        if letter.unrendered:
            self._fail_rendering(letter.mail, letter.unrendered)
        else:
            self._take(letter, outcomes)
        result = {"MessageId": letter.mail.message_id}
        return self._world.reply("email", any(each.reply_lost for each in outcomes), result)

    def _letter(self, params: Mapping[str, Any]) -> Letter:
        content = params["Content"]
        destination = params.get("Destination", {})
        to = destination.get("ToAddresses", [])
        mail = self._mail(
            "SendEmail", params, params.get("FromEmailAddress", ""), to, tags_of(params.get("EmailTags", ()))
        )
        mail = replace(mail, recipients=everyone(destination))
        if "Simple" in content:
            return simple_letter(mail, content["Simple"])
        if "Raw" in content:
            return raw_letter(mail, content["Raw"]["Data"])
        if "Template" in content:
            return self._templated(mail, content["Template"])
        raise ServiceError("BadRequestException", "Content must hold Simple, Raw or Template.")

    def _templated(self, mail: Mail, template: Mapping[str, Any]) -> Letter:
        content, values = inline_of(template), data_of(template.get("TemplateData", "{}"))
        compiled = {key: compile_template(text) for key, text in content.items()}
        missing = missing_value(compiled, values)
        rendered = {key: each.render(values) for key, each in compiled.items()}
        headers = headers_of(template.get("Headers", ()))
        return Letter(
            replace(mail, subject=rendered["subject"], headers=headers),
            rendered,
            attachments_of(template),
            unrendered=missing,
        )

    def _mail(
        self, operation: str, params: Mapping[str, Any], sender: str, to: Sequence[str], tags: Mapping[str, str]
    ) -> Mail:
        now = self._world.clock()
        return Mail(
            message_id=f"0100{int(now * 1000):012x}-{uuid4()}-000000",
            sender=sender,
            to=to,
            subject="",
            at=now,
            operation=operation,
            configuration_set=params.get("ConfigurationSetName", ""),
            tags=tags,
            account=self._world.account,
            region=self._world.region,
            reply_to=params.get("ReplyToAddresses", ()),
        )

    # SendBulkEmail

    def _send_bulk_email(self, params: Mapping[str, Any]) -> dict[str, Any]:
        entries = params["BulkEmailEntries"]
        if not entries or len(entries) > MAX_RECIPIENTS:
            raise ServiceError("BadRequestException", f"A call takes 1 to {MAX_RECIPIENTS} destinations.")
        if not params.get("FromEmailAddress"):
            raise ServiceError("BadRequestException", "FromEmailAddress is required.")
        if name := params.get("ConfigurationSetName"):
            self._account.set_named(name)
        bulk = Bulk(params)
        granted = self._world.admit(SES, "email", len(entries))
        answers, lost = [], False
        for at, entry in enumerate(entries):
            answer, entry_lost = self._entry(bulk, entry) if at < granted else _failed("throttled")
            answers.append(answer)
            lost = lost or entry_lost
        return self._world.reply("email", lost, {"BulkEmailEntryResults": answers})

    def _entry(self, bulk: Bulk, entry: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
        """The entry's result, and whether the call's reply gets lost over it."""
        try:
            values = bulk.values(entry)
            destination = entry["Destination"]
            to = destination.get("ToAddresses", [])
            recipients = everyone(destination)
            check_recipients(recipients)
            mail = self._mail(
                "SendBulkEmail", bulk.params, bulk.params["FromEmailAddress"], to, bulk.tags(entry)
            )
        except ServiceError as error:
            return {"Status": "INVALID_PARAMETER", "Error": error.message}, False
        headers, own = bulk.headers(entry)
        mail = replace(mail, recipients=recipients, headers=headers, reply_to=own or mail.reply_to)
        if missing := missing_value(bulk.compiled, values):
            self._fail_rendering(mail, missing)
            return {"Status": "SUCCESS", "MessageId": mail.message_id}, False
        outcomes = [email_outcome(each) for each in recipients]
        if refusal := next((each.refusal for each in outcomes if each.refusal), ""):
            return _failed(refusal)
        mail = replace(mail, subject=bulk.compiled["subject"].render(values))
        self._take(Letter(mail, bulk.content, bulk.attachments, values), outcomes)
        return {"Status": "SUCCESS", "MessageId": mail.message_id}, any(each.reply_lost for each in outcomes)

    # What follows

    def _take(self, letter: Letter, outcomes: Sequence[Outcome]) -> None:
        """Keep the mail and plan its events, recipient by recipient; one Send event for all of them."""
        mail = letter.mail
        content = self._world.store.content(letter.content)
        record = mail_record(mail) if mail.configuration_set else {}
        for at, (recipient, outcome) in enumerate(zip(mail.recipients, outcomes, strict=True)):
            if reason := self._account.suppressed(recipient, mail.configuration_set):
                outcome = SUPPRESSED[reason]
            self._hand_over(letter, recipient, content, outcome)
            self._suppress_after(recipient, outcome)
            self._plan(mail, record, recipient, outcome, tell_send=at == 0)

    def _hand_over(self, letter: Letter, recipient: str, content: str, outcome: Outcome) -> None:
        mail = letter.mail
        detail: dict[str, Any] = {
            "from": mail.sender,
            "to": list(mail.to),
            "reply_to": list(mail.reply_to),
            "headers": list(mail.headers),
            "tags": dict(mail.tags),
            "configuration_set": mail.configuration_set,
            "operation": mail.operation,
            "outcome": self._world.planned("email", outcome),
        }
        if letter.attachments:
            detail["attachments"] = letter.attachments
        if letter.values is not None:
            detail["values"] = letter.values
        values = json.dumps(letter.values, sort_keys=True) if letter.values else ""
        self._world.store.hand_over(
            "email",
            mail.message_id,
            recipient,
            bare_address(mail.sender),
            mail.subject,
            mail.at,
            content,
            detail,
            values,
        )

    def _suppress_after(self, recipient: str, outcome: Outcome) -> None:
        if is_ses_simulator(recipient):
            return
        for step in outcome.steps:
            if step.name == "Complaint":
                self._account.suppress(recipient, "COMPLAINT")
            if step.name == "Bounce" and step.detail in ("Permanent/General", "Permanent/NoEmail"):
                self._account.suppress(recipient, "BOUNCE")

    def _plan(
        self,
        mail: Mail,
        record: Mapping[str, Any],
        recipient: str,
        outcome: Outcome,
        *,
        tell_send: bool = True,
    ) -> None:
        def emit(step: Step, due: float) -> None:
            if step.name == "Send" and not tell_send:
                return
            for destination in self._account.destinations(mail.configuration_set, TYPE_NAMES[step.name]):
                body = event(step, record, recipient, due)
                if "SnsDestination" in destination:
                    self._world.store.expect(due, destination["SnsDestination"]["TopicArn"], step.name, body)
                elif "EventBridgeDestination" in destination:
                    entry = {
                        "source": "aws.ses",
                        "detail-type": BUS_NAMES[step.name],
                        "detail": json.loads(body),
                    }
                    self._world.store.expect(
                        due, destination["EventBridgeDestination"]["EventBusArn"], step.name, json.dumps(entry)
                    )

        self._world.schedule("email", outcome, emit)

    def _fail_rendering(self, mail: Mail, missing: str) -> None:
        failure = Outcome((Step("Rendering Failure", missing),))
        self._plan(mail, mail_record(mail), mail.recipients[0], failure)


def _failed(refusal: str) -> tuple[dict[str, Any], bool]:
    return {"Status": _ENTRY_REFUSALS[refusal], "Error": f"Simulated: {refusal}."}, False


def _raise_refusal(outcome: Outcome) -> None:
    if outcome.refusal:
        raise {"rejected": refused, "throttled": throttled, "broken": broken}[outcome.refusal](SES)
