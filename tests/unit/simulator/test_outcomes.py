"""The magic destinations, and that docs/simulator.md lists every one of them."""

from pathlib import Path

import pytest

from infra.local.simulator.faults import _SETTERS
from infra.local.simulator.outcomes import (
    AWS_NUMBERS,
    MAGIC_DOMAINS,
    MAGIC_NUMBERS,
    SES_SIMULATOR,
    bare_address,
    email_outcome,
    phone_outcome,
)

MANUAL = (Path(__file__).parents[3] / "docs" / "simulator.md").read_text()


@pytest.mark.parametrize(
    "magic",
    [
        *MAGIC_DOMAINS,
        *(f"{name}@simulator.amazonses.com" for name in SES_SIMULATOR),
        *AWS_NUMBERS,
        *(f"`{ending}`" for ending in MAGIC_NUMBERS),
        *(f"`{action}`" for action in _SETTERS),
    ],
)
def test_the_manual_names_each_magic_destination_and_order(magic: str) -> None:
    assert magic in MANUAL


def test_any_other_destination_is_reached() -> None:
    assert [step.name for step in email_outcome("ana@maple.example").steps] == ["Send", "Delivery"]
    assert [step.name for step in phone_outcome("+12065550123", "text").steps] == ["DELIVERED"]
    assert phone_outcome("+12065550123", "call").steps[-1].name == "COMPLETED"


def test_labels_and_case_do_not_matter() -> None:
    assert email_outcome("Bounce+delivery-1@Simulator.AmazonSES.com").steps[-1].name == "Bounce"
    assert email_outcome("X@FULL.example").steps[-1].detail == "Transient/MailboxFull"


def test_a_number_without_plus_is_the_same_number() -> None:
    assert phone_outcome("19075550113", "text") == phone_outcome("+19075550113", "text")


def test_the_address_of_a_mailbox() -> None:
    assert bare_address('"Reyes, Ana" <ana@x.example>') == "ana@x.example"
    assert bare_address("ana@x.example ") == "ana@x.example"
