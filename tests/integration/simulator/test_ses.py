"""SES v2 over the wire: what is taken, refused, rendered, kept and reported."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from infra.local.simulator.core import Simulator
from tests.integration.simulator.conftest import TOPIC


def send(ses: Any, to: str = "ana@maple.example", **changes: Any) -> str:
    """One simple mail; its message id."""
    arguments: dict[str, Any] = {
        "FromEmailAddress": "Maple <office@maple.example>",
        "Destination": {"ToAddresses": [to]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Snow day"},
                "Body": {"Html": {"Data": "<p>Closed</p>"}, "Text": {"Data": "Closed"}},
                "Headers": [{"Name": "List-Unsubscribe", "Value": "<https://maple.example/u>"}],
            }
        },
        "ConfigurationSetName": "carillon",
        "EmailTags": [{"Name": "delivery", "Value": "d1"}],
    }
    message_id: str = ses.send_email(**(arguments | changes))["MessageId"]
    return message_id


def bulk(ses: Any, entries: list[dict[str, Any]], **changes: Any) -> list[dict[str, Any]]:
    """A bulk call for `Dear {{name}}`; the entries' results."""
    content = {"Subject": "Hi {{name}}", "Html": "<p>Dear {{{name}}}, {{word}}</p>", "Text": "Dear {{name}}"}
    arguments: dict[str, Any] = {
        "FromEmailAddress": "Maple <office@maple.example>",
        "ConfigurationSetName": "carillon",
        "DefaultEmailTags": [{"Name": "message", "Value": "m1"}, {"Name": "delivery", "Value": "none"}],
        "DefaultContent": {
            "Template": {
                "TemplateContent": content,
                "TemplateData": json.dumps({"word": "closed"}),
                "Headers": [{"Name": "X-Lane", "Value": "normal"}, {"Name": "X-Kind", "Value": "mail"}],
            }
        },
        "BulkEmailEntries": entries,
    }
    results: list[dict[str, Any]] = ses.send_bulk_email(**arguments | changes)["BulkEmailEntryResults"]
    return results


def entry(to: str, values: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    data = json.dumps({"name": "Ana"} if values is None else values)
    return {
        "Destination": {"ToAddresses": [to]},
        "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": data}},
    } | changes


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    told: str = error.value.response["Error"]["Code"]
    return told


def test_a_mail_is_kept_as_it_was_handed_over(ses: Any, simulator: Simulator) -> None:
    """A-78"""
    message_id = send(ses, ReplyToAddresses=["r@maple.example"])
    (item,) = simulator.handed_over(kind="email")
    assert (item.message_id, item.destination, item.subject) == (message_id, "ana@maple.example", "Snow day")
    assert (item.html, item.text) == ("<p>Closed</p>", "Closed")
    assert item.headers == (("List-Unsubscribe", "<https://maple.example/u>"),)
    assert item.tags == {"delivery": "d1"}
    assert item.detail["reply_to"] == ["r@maple.example"]


def test_its_events_carry_the_tags_and_come_in_order(ses: Any, simulator: Simulator) -> None:
    message_id = send(ses)
    assert simulator.events() == [], "nothing is due before the delay"
    sent, delivered = simulator.events(everything=True)
    assert [sent.kind, delivered.kind] == ["Send", "Delivery"]
    assert sent.due < delivered.due
    assert delivered.destination == TOPIC
    mail = delivered.body["mail"]
    assert mail["messageId"] == message_id
    assert mail["destination"] == ["ana@maple.example"]
    assert mail["tags"]["delivery"] == ["d1"]
    assert mail["tags"]["ses:configuration-set"] == ["carillon"]
    assert mail["commonHeaders"]["subject"] == "Snow day"
    assert {"name": "List-Unsubscribe", "value": "<https://maple.example/u>"} in mail["headers"]
    assert delivered.body["delivery"]["recipients"] == ["ana@maple.example"]


@pytest.mark.parametrize(
    ("to", "kind", "subtype"),
    [
        ("bounce@simulator.amazonses.com", "Permanent", "General"),
        ("suppressionlist@simulator.amazonses.com", "Permanent", "Suppressed"),
        ("ana@bounce.example", "Permanent", "General"),
        ("ana@nomailbox.example", "Permanent", "NoEmail"),
        ("ana@full.example", "Transient", "MailboxFull"),
        ("ana@undetermined.example", "Undetermined", "Undetermined"),
    ],
)
def test_bounces(ses: Any, simulator: Simulator, to: str, kind: str, subtype: str) -> None:
    send(ses, to)
    body = simulator.events(everything=True)[-1].body
    assert body["eventType"] == "Bounce"
    assert (body["bounce"]["bounceType"], body["bounce"]["bounceSubType"]) == (kind, subtype)
    assert body["bounce"]["bouncedRecipients"][0]["emailAddress"] == to


@pytest.mark.parametrize(
    ("to", "kinds"),
    [
        ("ana@complaint.example", ["Send", "Delivery", "Complaint"]),
        ("complaint@simulator.amazonses.com", ["Send", "Delivery", "Complaint"]),
        ("ooto@simulator.amazonses.com", ["Send", "Delivery"]),
        ("ana@delay.example", ["Send", "DeliveryDelay", "Delivery"]),
        ("ana@reject.example", ["Send", "Reject"]),
        ("ana@silent.example", []),
        ("ana@twice.example", ["Send", "Send", "Delivery", "Delivery"]),
        ("ana@reversed.example", ["Delivery", "Send"]),
    ],
)
def test_what_is_reported_by_address(ses: Any, simulator: Simulator, to: str, kinds: list[str]) -> None:
    send(ses, to)
    assert [event.kind for event in simulator.events(everything=True)] == kinds


def test_only_the_wanted_event_types_are_published(ses: Any, simulator: Simulator) -> None:
    ses.update_configuration_set_event_destination(
        ConfigurationSetName="carillon",
        EventDestinationName="receipts",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["BOUNCE"],
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )
    send(ses)
    send(ses, "ana@bounce.example")
    assert [event.kind for event in simulator.events(everything=True)] == ["Bounce"]


def test_an_event_bus_gets_the_events_wrapped(ses: Any, simulator: Simulator) -> None:
    bus = "arn:aws:events:us-east-1:000000000000:event-bus/default"
    ses.create_configuration_set(ConfigurationSetName="bus")
    ses.create_configuration_set_event_destination(
        ConfigurationSetName="bus",
        EventDestinationName="b",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["DELIVERY"],
            "EventBridgeDestination": {"EventBusArn": bus},
        },
    )
    send(ses, ConfigurationSetName="bus")
    (event,) = simulator.events(everything=True)
    assert event.destination == bus
    assert (event.body["source"], event.body["detail-type"]) == ("aws.ses", "Email Delivered")
    assert event.body["detail"]["eventType"] == "Delivery"


@pytest.mark.parametrize(
    ("to", "expected", "status"),
    [
        ("ana@refused.example", "MessageRejected", 400),
        ("ana@throttled.example", "TooManyRequestsException", 429),
        ("ana@broken.example", "InternalServiceErrorException", 500),
    ],
)
def test_calls_that_fail(ses: Any, simulator: Simulator, to: str, expected: str, status: int) -> None:
    with pytest.raises(ClientError) as error:
        send(ses, to)
    assert code(error) == expected
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert simulator.handed_over() == []


def test_a_lost_reply_leaves_the_mail_sent(ses: Any, simulator: Simulator) -> None:
    with pytest.raises(ConnectionClosedError):
        send(ses, "ana@lost-reply.example")
    assert len(simulator.handed_over()) == 1
    assert [event.kind for event in simulator.events(everything=True)] == ["Send", "Delivery"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"Destination": {"ToAddresses": []}}, "destination"),
        ({"Destination": {"ToAddresses": [f"a{n}@x.example" for n in range(51)]}}, "50"),
        ({"Destination": {"ToAddresses": ["no address"]}}, "Invalid email address"),
        ({"EmailTags": [{"Name": "a b", "Value": "x"}]}, "message tag"),
        ({"EmailTags": [{"Name": "a", "Value": "x/y"}]}, "message tag"),
        ({"Content": {}}, "Simple, Raw or Template"),
        ({"FromEmailAddress": ""}, "FromEmailAddress"),
    ],
)
def test_wrong_mails_are_refused(
    ses: Any, simulator: Simulator, changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ClientError, match=complaint) as error:
        send(ses, **changes)
    assert code(error) == "BadRequestException"
    assert simulator.handed_over() == []


def test_a_header_that_ses_would_refuse_is_refused(ses: Any) -> None:
    content = {
        "Simple": {
            "Subject": {"Data": "x"},
            "Body": {"Text": {"Data": "x"}},
            "Headers": [{"Name": "X-Name", "Value": "Niño"}],
        }
    }
    with pytest.raises(ClientError, match=r"Headers\.1\.Value"):
        send(ses, Content=content)


def test_an_unknown_configuration_set_is_not_found(ses: Any) -> None:
    with pytest.raises(ClientError) as error:
        send(ses, ConfigurationSetName="nobody")
    assert code(error) == "NotFoundException"


def test_a_raw_mail_is_read_from_its_mime(ses: Any, simulator: Simulator) -> None:
    head = ("From: Maple <office@maple.example>", "To: Ana <ana@maple.example>", "X-Lane: normal")
    more = ("Subject: =?utf-8?q?Nieve_=E2=9D=84?=", "MIME-Version: 1.0", "", "Cerrado")
    raw = "\r\n".join(head + more).encode()
    ses.send_email(Content={"Raw": {"Data": raw}})
    (item,) = simulator.handed_over()
    assert (item.destination, item.subject, item.text.strip()) == ("ana@maple.example", "Nieve ❄", "Cerrado")
    assert ("X-Lane", "normal") in item.headers


def test_one_mail_to_several_recipients_reports_on_each(ses: Any, simulator: Simulator) -> None:
    to = {"ToAddresses": ["ana@maple.example"], "BccAddresses": ["ben@bounce.example"]}
    send(ses, Destination=to)
    assert {item.destination for item in simulator.handed_over()} == {"ana@maple.example", "ben@bounce.example"}
    assert [event.kind for event in simulator.events(everything=True)] == ["Send", "Delivery", "Bounce"]


# Bulk


def test_bulk_renders_each_entry_unescaped_with_defaults(ses: Any, simulator: Simulator) -> None:
    results = bulk(ses, [entry("a@x.org", {"name": "<b>Ana"}), entry("b@x.org", {"name": "B", "word": "open"})])
    assert [each["Status"] for each in results] == ["SUCCESS", "SUCCESS"]
    ben, ana = simulator.handed_over()
    assert (ana.subject, ana.html, ana.text) == ("Hi <b>Ana", "<p>Dear <b>Ana, closed</p>", "Dear <b>Ana")
    assert ben.html == "<p>Dear B, open</p>"
    assert [each["MessageId"] for each in results] == [ana.message_id, ben.message_id]


def test_bulk_tags_and_headers_replace_the_defaults_by_name(ses: Any, simulator: Simulator) -> None:
    own: dict[str, Any] = {
        "ReplacementTags": [{"Name": "delivery", "Value": "d9"}],
        "ReplacementHeaders": [{"Name": "x-lane", "Value": "emergency"}],
    }
    bulk(ses, [entry("a@x.org", **own)])
    (item,) = simulator.handed_over()
    assert item.tags == {"message": "m1", "delivery": "d9"}
    assert item.headers == (("X-Kind", "mail"), ("x-lane", "emergency"))
    tags = simulator.events(everything=True)[0].body["mail"]["tags"]
    assert (tags["delivery"], tags["message"], tags["ses:operation"]) == (["d9"], ["m1"], ["SendBulkEmail"])


def test_a_missing_value_is_accepted_and_fails_later(ses: Any, simulator: Simulator) -> None:
    """As SES does: the call succeeds, nothing leaves, one event tells."""
    assert bulk(ses, [entry("a@x.org", {})])[0]["Status"] == "SUCCESS"
    assert simulator.handed_over() == []
    (event,) = simulator.events(everything=True)
    assert event.body["eventType"] == "Rendering Failure"
    assert "'name'" in event.body["failure"]["errorMessage"]


def test_an_entry_fails_alone(ses: Any, simulator: Simulator) -> None:
    results = bulk(
        ses,
        [
            entry("a@refused.example"),
            entry("a@throttled.example"),
            entry("a@broken.example"),
            entry("not an address"),
            entry("a@x.org"),
        ],
    )
    assert [each["Status"] for each in results] == [
        "MESSAGE_REJECTED",
        "ACCOUNT_THROTTLED",
        "TRANSIENT_FAILURE",
        "INVALID_PARAMETER",
        "SUCCESS",
    ]
    assert [item.destination for item in simulator.handed_over()] == ["a@x.org"]


def test_bulk_takes_fifty(ses: Any, simulator: Simulator) -> None:
    assert len(bulk(ses, [entry(f"a{n}@x.org") for n in range(50)])) == 50
    with pytest.raises(ClientError, match="50"):
        bulk(ses, [entry(f"a{n}@x.org") for n in range(51)])
    with pytest.raises(ClientError, match="does not exist"):
        bulk(ses, [entry("a@x.org")], DefaultContent={"Template": {"TemplateName": "t", "TemplateData": "{}"}})
    assert len(simulator.handed_over()) == 50


def test_a_rate_takes_a_part_of_a_bulk_call(ses: Any, simulator: Simulator) -> None:
    simulator.control({"action": "throttle", "kind": "email", "rate": 3})
    results = bulk(ses, [entry(f"a{n}@x.org") for n in range(5)])
    assert [each["Status"] for each in results] == ["SUCCESS"] * 3 + ["ACCOUNT_THROTTLED"] * 2
    with pytest.raises(ClientError) as error:
        bulk(ses, [entry("b@x.org")])
    assert code(error) == "TooManyRequestsException"


# Suppression


def test_a_hard_bounce_suppresses_the_address(ses: Any, simulator: Simulator) -> None:
    send(ses, "Ana@bounce.example")
    found = ses.get_suppressed_destination(EmailAddress="ana@bounce.example")["SuppressedDestination"]
    assert found["Reason"] == "BOUNCE"
    simulator.events(everything=True)
    send(ses, "ana@bounce.example")
    assert simulator.events(everything=True)[-1].body["bounce"]["bounceSubType"] == "OnAccountSuppressionList"


def test_a_complaint_suppresses_the_address(ses: Any, simulator: Simulator) -> None:
    """What is sent to it from then on is a complaint at once, and no delivery."""
    send(ses, "ana@complaint.example")
    (*_, first) = simulator.events(everything=True)
    assert first.body["complaint"]["complaintSubType"] is None
    send(ses, "ana@complaint.example")
    events = [each.body for each in simulator.events(everything=True)]
    assert [each["eventType"] for each in events] == ["Send", "Complaint"]
    assert events[-1]["complaint"]["complaintSubType"] == "OnAccountSuppressionList"


def test_soft_bounces_and_simulator_addresses_do_not_suppress(ses: Any) -> None:
    for to in ("ana@full.example", "bounce@simulator.amazonses.com"):
        send(ses, to)
    assert ses.list_suppressed_destinations()["SuppressedDestinationSummaries"] == []


def test_the_suppression_list_is_kept_by_hand_too(ses: Any, simulator: Simulator) -> None:
    for name in ("ann", "ben", "cy"):
        ses.put_suppressed_destination(EmailAddress=f"{name}@x.org", Reason="COMPLAINT")
    page = ses.list_suppressed_destinations(PageSize=2)
    assert [each["EmailAddress"] for each in page["SuppressedDestinationSummaries"]] == [
        "ann@x.org",
        "ben@x.org",
    ]
    rest = ses.list_suppressed_destinations(NextToken=page["NextToken"])
    assert [each["EmailAddress"] for each in rest["SuppressedDestinationSummaries"]] == ["cy@x.org"]
    assert ses.list_suppressed_destinations(Reasons=["BOUNCE"])["SuppressedDestinationSummaries"] == []
    ses.delete_suppressed_destination(EmailAddress="ann@x.org")
    send(ses, "ann@x.org")
    assert simulator.events(everything=True)[-1].kind == "Delivery"
    with pytest.raises(ClientError) as error:
        ses.get_suppressed_destination(EmailAddress="ann@x.org")
    assert code(error) == "NotFoundException"


def test_a_sets_own_suppression_options_win(ses: Any, simulator: Simulator) -> None:
    ses.create_configuration_set(
        ConfigurationSetName="bounces-only", SuppressionOptions={"SuppressedReasons": ["BOUNCE"]}
    )
    ses.put_suppressed_destination(EmailAddress="ann@x.org", Reason="COMPLAINT")
    send(ses, "ann@x.org", ConfigurationSetName="bounces-only")
    assert simulator.handed_over()[0].outcome == ("Send", "Delivery")


# Account


def test_sets_identities_and_account(ses: Any) -> None:
    with pytest.raises(ClientError) as error:
        ses.create_configuration_set(ConfigurationSetName="carillon")
    assert code(error) == "AlreadyExistsException"
    assert ses.list_configuration_sets()["ConfigurationSets"] == ["carillon"]
    (destination,) = ses.get_configuration_set_event_destinations(ConfigurationSetName="carillon")[
        "EventDestinations"
    ]
    assert (destination["Name"], destination["SnsDestination"]["TopicArn"]) == ("receipts", TOPIC)
    assert ses.create_email_identity(EmailIdentity="maple.example")["IdentityType"] == "DOMAIN"
    assert ses.get_email_identity(EmailIdentity="maple.example")["VerifiedForSendingStatus"] is True
    send(ses)
    account = ses.get_account()
    assert account["SendQuota"]["SentLast24Hours"] == 1.0
    assert account["SuppressionAttributes"]["SuppressedReasons"] == ["BOUNCE", "COMPLAINT"]
    ses.delete_configuration_set(ConfigurationSetName="carillon")
    assert ses.list_configuration_sets()["ConfigurationSets"] == []


def test_what_is_not_simulated_says_so(ses: Any) -> None:
    with pytest.raises(ClientError, match="does not know sesv2 CreateContactList"):
        ses.create_contact_list(ContactListName="x")
