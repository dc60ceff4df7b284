"""The three forms of a suppression, which always say the same (`directory/store/suppressions.py`)."""

from collections.abc import Sequence

import pytest

from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import MOST_OWNERS, Cause, Owner, Suppression
from chalicelib.directory.suppression_words import MOST_WORDS, found_by
from chalicelib.kernel import dynamo
from chalicelib.kernel.settings import table

pytestmark = pytest.mark.usefixtures("aws")
NUMBER = "+12065550101"


def suppress(cause: Cause, at: str = "2026-11-22", address: str = NUMBER, district: str = "demo") -> bool:
    return suppressions.suppress(district, "sms", address, cause, at)


def cause(address: str = NUMBER, channel: str = "sms", district: str = "demo") -> Cause | None:
    """What all forms say."""
    record = suppressions.find(district, channel, address)
    short = suppressions.in_short(district).cause(channel, address)
    among = suppressions.among(district, channel, [address]).get(address)
    listed = [
        item["info"]
        for item in dynamo.query_all(table("directory"), f"D#{district}#SUPPRESSED#{channel}#BY-TIME")
    ]
    found = [
        row["sk"] for row in dynamo.query_all(table("directory"), f"D#{district}#SUPPRESSED#{channel}#WORDS")
    ]
    assert found == sorted(f"{word}#{record.hash}" for word in found_by(record)) if record else not found
    assert short is among is (record.cause if record else None)
    assert len(listed) == (1 if record else 0)
    return short


def test_an_address_is_suppressed_on_one_channel_of_one_district() -> None:
    """CHAN-10: whatever its capitals."""
    assert suppressions.suppress("demo", "email", "Ana@Mail.example ", Cause.BOUNCE, "2026-11-22")
    assert cause("ana@mail.EXAMPLE", "email") is Cause.BOUNCE
    assert cause("ana@mail.example", "sms") is None
    assert cause("bo@mail.example", "email", "other") is None
    assert suppressions.in_short("other").causes == {}


def test_the_weightier_cause_stays_and_of_two_alike_the_first() -> None:
    """CHAN-10: what the owner wants is not forgotten because a mail came back later."""
    assert suppress(Cause.CARRIER, "2026-11-20")
    assert not suppress(Cause.CARRIER, "2026-11-21")
    assert suppress(Cause.OPT_OUT, "2026-11-22")
    assert not suppress(Cause.BOUNCE, "2026-11-23")
    assert cause() is Cause.OPT_OUT
    assert suppressions.find("demo", "sms", NUMBER) == Suppression("sms", NUMBER, Cause.OPT_OUT, "2026-11-22")


def test_lifting_leaves_nothing_behind() -> None:
    suppress(Cause.CARRIER)
    suppress(Cause.OPT_OUT, "2026-11-23")
    found = suppressions.find("demo", "sms", NUMBER)
    assert found
    assert suppressions.lift("demo", found)
    assert cause() is None
    assert suppressions.in_short("demo").causes == {}
    assert suppress(Cause.BOUNCE, "2026-11-24")


def test_what_changed_meanwhile_is_not_lifted() -> None:
    """Whoever lifts a bounce does not lift the opt-out that came in between."""
    suppress(Cause.BOUNCE)
    found = suppressions.find("demo", "sms", NUMBER)
    suppress(Cause.OPT_OUT)
    assert found
    assert not suppressions.lift("demo", found)
    assert cause() is Cause.OPT_OUT


@pytest.mark.parametrize("mine", Cause)
@pytest.mark.parametrize("theirs", Cause)
def test_of_two_at_once_the_weightier_stays_in_all_forms(
    monkeypatch: pytest.MonkeyPatch, mine: Cause, theirs: Cause
) -> None:
    """Workers that hear of the same address at the same time: theirs is written between my read and write."""
    transact = dynamo.transact

    def meanwhile(writes: Sequence[dynamo.Write]) -> None:
        monkeypatch.setattr(dynamo, "transact", transact)
        suppress(theirs, "2026-11-21")
        transact(writes)

    monkeypatch.setattr(dynamo, "transact", meanwhile)
    suppress(mine, "2026-11-22")
    assert cause() is (mine if mine.outweighs(theirs) else theirs)


def test_the_short_form_knows_everybody() -> None:
    numbers = [f"+1206555{at:04}" for at in range(300)]
    for number in numbers:
        suppress(Cause.OPT_OUT, address=number)
    short = suppressions.in_short("demo")
    assert all(short.cause("sms", number) is Cause.OPT_OUT for number in numbers)
    assert short.cause("sms", "+12065559999") is None
    assert short.cause("voice", numbers[0]) is None


def test_an_address_of_very_many_is_found_by_itself_and_lifted_whole() -> None:
    """CHAN-10: the front office's number in a hundred records; a transaction writes no more."""
    suppress(Cause.CARRIER)
    suppressions.meet(
        "demo", [(NUMBER, Owner(f"Given{at} Family{at}", f"Child{at} Other{at}")) for at in range(100)]
    )
    found = suppressions.find("demo", "sms", NUMBER)
    assert found
    assert len(found.owners) == MOST_OWNERS
    assert len(found_by(found)) == MOST_WORDS
    assert found_by(found)[0] == "12065550101"
    assert cause() is Cause.CARRIER
    suppress(Cause.OPT_OUT, "2026-11-23")
    stronger = suppressions.find("demo", "sms", NUMBER)
    assert stronger
    assert stronger.owners == found.owners
    assert suppressions.lift("demo", stronger)
    assert cause() is None
