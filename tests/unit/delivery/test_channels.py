"""Errors told apart, and the providers' events in our words."""

from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ParamValidationError,
    ReadTimeoutError,
)

from chalicelib.content.model import Channel
from chalicelib.delivery.channels.email import EMAIL, sender_address
from chalicelib.delivery.channels.errors import Fault, Verdict, judge
from chalicelib.delivery.channels.sms import SMS
from chalicelib.delivery.channels.voice import VOICE, VOICES, voice_for
from chalicelib.delivery.events import EventKind
from chalicelib.delivery.refs import DeliveryRef
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.ids import hashed_id
from tests.builders import messages as build


def ref(channel: Channel) -> DeliveryRef:
    return DeliveryRef("demo", build.message_id(1), channel, 0, 0, 0, hashed_id("x"))


def answer(code: str, status: int = 400, message: str = "", **members: Any) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
        **members,
    }
    return ClientError(response, "SendTextMessage")


URL = "https://example.org"
NOT_VERIFIED = (
    "Email address is not verified. The following identities failed the check in region US-EAST-1: "
    "office@x.example"
)


@pytest.mark.parametrize(
    ("error", "verdict", "reason", "fault"),
    [
        (answer("TooManyRequestsException", 429), Verdict.LATER, "", Fault.TOO_FAST),
        (answer("ThrottlingException"), Verdict.LATER, "", Fault.TOO_FAST),
        (answer("Whatever", 429), Verdict.LATER, "", Fault.TOO_FAST),
        (
            answer("Whatever", 400, "454 Throttling failure: Maximum sending rate exceeded."),
            Verdict.LATER,
            "",
            Fault.TOO_FAST,
        ),
        (
            answer("ServiceQuotaExceededException", Reason="MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"),
            Verdict.LATER,
            "",
            Fault.TOO_FAST,
        ),
        (answer("SendingPausedException"), Verdict.LATER, "", Fault.FAILED),
        (answer("AccessDeniedException", 403), Verdict.LATER, "", Fault.FAILED),
        (answer("ResourceNotFoundException"), Verdict.LATER, "", Fault.FAILED),
        (answer("InternalServerException", 500), Verdict.UNKNOWN, "", Fault.FAILED),
        (answer("ServiceUnavailable", 503), Verdict.UNKNOWN, "", Fault.FAILED),
        (answer("MessageRejected"), Verdict.REFUSED, "refused", Fault.NONE),
        (answer("MessageRejected", 400, NOT_VERIFIED), Verdict.LATER, "", Fault.FAILED),
        (
            answer("BadRequestException", 400, "Invalid email address"),
            Verdict.REFUSED,
            "invalid_address",
            Fault.NONE,
        ),
        (
            answer("ConflictException", Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT"),
            Verdict.REFUSED,
            "opted_out",
            Fault.NONE,
        ),
        (
            answer("ValidationException", Fields=[{"Name": "DestinationPhoneNumber", "Message": "no"}]),
            Verdict.REFUSED,
            "invalid_address",
            Fault.NONE,
        ),
        (
            ParamValidationError(report='Missing required parameter in input: "OriginationIdentity"'),
            Verdict.LATER,
            "",
            Fault.FAILED,
        ),
        (
            ParamValidationError(report="Invalid length for parameter DestinationPhoneNumber, value: 0"),
            Verdict.REFUSED,
            "invalid_address",
            Fault.NONE,
        ),
        (EndpointConnectionError(endpoint_url=URL), Verdict.LATER, "", Fault.FAILED),
        (ConnectTimeoutError(endpoint_url=URL), Verdict.LATER, "", Fault.FAILED),
        (ReadTimeoutError(endpoint_url=URL), Verdict.UNKNOWN, "", Fault.FAILED),
        (ConnectionClosedError(endpoint_url=URL), Verdict.UNKNOWN, "", Fault.FAILED),
        (ValueError("a fault of ours after the request was sent, perhaps"), Verdict.UNKNOWN, "", Fault.NONE),
    ],
)
def test_errors_are_told_apart(error: Exception, verdict: Verdict, reason: str, fault: Fault) -> None:
    """QUEUE-10 (R8, R9): temporary faults wait, permanent ones end, and what may have left is in doubt."""
    assert judge(error) == (verdict, reason, fault)


@pytest.mark.parametrize(
    "code",
    [
        "AccountSuspendedException",
        "AccessDenied",
        "AuthorizationError",
        "AuthorizationErrorException",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "SignatureDoesNotMatch",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
    ],
)
def test_faults_of_our_own_set_up_blame_no_recipient(code: str) -> None:
    """QUEUE-10: each of them would else end a whole send as refused, for good."""
    assert judge(answer(code, 403)) == (Verdict.LATER, "", Fault.FAILED)


@pytest.mark.parametrize(
    "code",
    [
        "Throttling",
        "Throttled",
        "ThrottledException",
        "LimitExceededException",
        "RequestLimitExceeded",
        "SlowDown",
        "KMSThrottling",
    ],
)
def test_however_a_provider_says_too_fast_it_is_called_again_later(code: str) -> None:
    """QUEUE-10 (R8)"""
    assert judge(answer(code)) == (Verdict.LATER, "", Fault.TOO_FAST)


LATER = "2026-11-25T08:30:00.000000+00:00"


def email_event(kind: str, **part: Any) -> dict[str, Any]:
    mail = {
        "timestamp": "2026-11-22T10:00:00.123Z",
        "destination": ["a@b.example"],
        "tags": {"ref": [str(ref(Channel.EMAIL))], "ses:operation": ["SendBulkEmail"]},
    }
    return {"eventType": kind, "mail": mail, **part}


def complaint(subtype: str | None) -> dict[str, Any]:
    return email_event(
        "Complaint", complaint={"complaintSubType": subtype, "timestamp": "2026-11-25T08:30:00Z"}
    )


def bounce(kind: str, subtype: str) -> dict[str, Any]:
    return email_event("Bounce", bounce={"bounceType": kind, "bounceSubType": subtype})


@pytest.mark.parametrize(
    ("body", "kind", "reason", "suppress"),
    [
        (email_event("Send"), EventKind.ACCEPTED, "", None),
        (email_event("Delivery"), EventKind.DELIVERED, "", None),
        (email_event("DeliveryDelay"), EventKind.DELAYED, "", None),
        (complaint(None), EventKind.COMPLAINED, "suppressed_complaint", Cause.COMPLAINT),
        (complaint("OnAccountSuppressionList"), EventKind.FAILED, "suppressed_complaint", Cause.COMPLAINT),
        (email_event("Reject"), EventKind.FAILED, "content_refused", None),
        (email_event("Rendering Failure"), EventKind.FAILED, "not_rendered", None),
        (bounce("Permanent", "General"), EventKind.FAILED, "bounced", Cause.BOUNCE),
        (bounce("Permanent", "SomethingNew"), EventKind.FAILED, "bounced", Cause.BOUNCE),
        (bounce("Permanent", "NoEmail"), EventKind.FAILED, "no_mailbox", Cause.BOUNCE),
        (bounce("Transient", "General"), EventKind.FAILED, "bounced_for_now", None),
        (bounce("Undetermined", "Undetermined"), EventKind.FAILED, "bounced_for_now", None),
    ],
)
def test_mail_events(body: dict[str, Any], kind: EventKind, reason: str, suppress: Cause | None) -> None:
    """QUEUE-10"""
    (event,) = EMAIL.parse_events(body)
    assert (event.ref, event.kind, event.reason, event.suppress) == (ref(Channel.EMAIL), kind, reason, suppress)
    assert event.address == ("a@b.example" if suppress else "")


@pytest.mark.parametrize(
    ("body", "at"),
    [
        (email_event("Send"), "2026-11-22T10:00:00.123000+00:00"),
        (email_event("Complaint", complaint={"timestamp": "2026-11-25T08:30:00Z"}), LATER),
        (email_event("DeliveryDelay", deliveryDelay={"timestamp": "2026-11-25T08:30:00.000Z"}), LATER),
    ],
)
def test_a_mail_event_happened_when_it_says(body: dict[str, Any], at: str) -> None:
    """CHAN-10: as other times are written; from then on an address is not written to."""
    (event,) = EMAIL.parse_events(body)
    assert event.at == at


@pytest.mark.parametrize("kind", ["Open", "Click", "Subscription", "SomethingNew"])
def test_mail_events_that_say_nothing_about_arrival_are_passed_over(kind: str) -> None:
    assert EMAIL.parse_events(email_event(kind)) == ()


def eum_event(kind: str, channel: Channel, *, final: bool = True) -> dict[str, Any]:
    return {
        "eventType": kind,
        "eventTimestamp": 1763805600123,
        "isFinal": final,
        "context": {"ref": str(ref(channel))},
    }


@pytest.mark.parametrize(
    ("status", "final", "kind"),
    [
        ("DELIVERED", True, EventKind.DELIVERED),
        ("SUCCESSFUL", True, EventKind.DELIVERED),
        ("SUCCESSFUL", False, EventKind.ACCEPTED),
        ("QUEUED", False, EventKind.ACCEPTED),
        ("PENDING", False, EventKind.ACCEPTED),
        ("SOMETHING_NEW", False, EventKind.ACCEPTED),
        ("CARRIER_BLOCKED", True, EventKind.FAILED),
        ("UNREACHABLE", False, EventKind.DELAYED),
        ("CARRIER_UNREACHABLE", False, EventKind.DELAYED),
        ("CARRIER_UNREACHABLE", True, EventKind.FAILED),
        ("TTL_EXPIRED", True, EventKind.TIMED_OUT),
    ],
)
def test_text_events(status: str, final: bool, kind: EventKind) -> None:
    """QUEUE-08"""
    (event,) = SMS.parse_events(eum_event(f"TEXT_{status}", Channel.SMS, final=final))
    assert (event.ref, event.kind) == (ref(Channel.SMS), kind)
    assert event.at == "2025-11-22T10:00:00.123000+00:00"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("INITIATED", EventKind.ACCEPTED),
        ("RINGING", EventKind.ACCEPTED),
        ("ANSWERED", EventKind.ACCEPTED),
        ("COMPLETED", EventKind.DELIVERED),
        ("NO_ANSWER", EventKind.FAILED),
        ("TTL_EXPIRED", EventKind.TIMED_OUT),
    ],
)
def test_call_events(status: str, kind: EventKind) -> None:
    """QUEUE-08: only a call that was spoken to its end has arrived."""
    body = eum_event(f"VOICE_{status}", Channel.VOICE, final=status not in ("INITIATED", "RINGING", "ANSWERED"))
    (event,) = VOICE.parse_events(body)
    assert event.kind is kind


@pytest.mark.parametrize(
    ("status", "suppress"),
    [("INVALID", Cause.CARRIER), *((each, None) for each in ("BLOCKED", "UNREACHABLE", "UNKNOWN", "SPAM"))],
)
def test_only_a_number_that_is_none_is_not_written_to_again(status: str, suppress: Cause | None) -> None:
    """CHAN-10: a phone that is off tonight is texted tomorrow."""
    body = eum_event(f"TEXT_{status}", Channel.SMS) | {"destinationPhoneNumber": "+12065550101"}
    (event,) = SMS.parse_events(body)
    assert event.suppress == suppress
    assert event.address == ("+12065550101" if suppress else "")


@pytest.mark.parametrize("context", [None, {}, {"ref": "x"}, {"delivery": "1"}])
def test_texts_of_others_are_passed_over(context: Any) -> None:
    assert SMS.parse_events(eum_event("TEXT_DELIVERED", Channel.SMS) | {"context": context}) == ()


def test_voices_exist_in_the_service() -> None:
    """Each language's voice is one that the service knows; others are spoken to in English."""
    import boto3

    model = boto3.client("pinpoint-sms-voice-v2").meta.service_model
    assert set(VOICES.values()) <= set(model.shape_for("VoiceId").enum)
    assert voice_for("es-MX") == VOICES["es"]
    assert voice_for("so") == VOICES["en"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Ada Teacher", "Ada Teacher <office@x.example>"),
        ("O'Neil, Ada", '"O\'Neil, Ada" <office@x.example>'),
        ("Ada\r\nBcc: all@x.example", '"Ada Bcc: all@x.example" <office@x.example>'),
        ("Zoë", "=?utf-8?q?Zo=C3=AB?= <office@x.example>"),
    ],
)
def test_the_sender_is_a_header_and_no_more(monkeypatch: pytest.MonkeyPatch, name: str, header: str) -> None:
    """CHAN-01"""
    monkeypatch.setenv("EMAIL_FROM_ADDRESS", "office@x.example")
    assert sender_address(name) == header
