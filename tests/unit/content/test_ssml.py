"""What a call says, as marks for speech."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content import ssml
from chalicelib.content.text import lines


def test_a_call_begins_with_a_pause() -> None:
    """CALL-12: of two to three seconds, before text and recording alike."""
    for call in (ssml.spoken("No school"), ssml.played("https://x.example/a.wav")):
        first = next(iter(ElementTree.fromstring(call)))
        assert first.tag == "break"
        assert first.attrib == {"time": "2500ms"}
    assert 2 <= ssml.PAUSE <= 3


@pytest.mark.parametrize(
    "text", ["Bring <lunch> & a coat", 'She said "yes"', "]]>", "<speak>", "a\nb", "¿Mañana?"]
)
def test_text_is_spoken_as_written(text: str) -> None:
    """FLDS-05, CALL-12: nothing in it is a mark."""
    root = ElementTree.fromstring(ssml.spoken(text))
    assert "".join(root.itertext()) == text
    assert [each.tag for each in root] == ["break"]


@given(st.text(max_size=4000))
def test_whatever_is_written_makes_marks_that_the_provider_takes(text: str) -> None:
    """CALL-12"""
    call = ssml.spoken(lines(text))
    assert len(call) <= ssml.MOST
    ElementTree.fromstring(call)


def test_signs_that_need_more_room_are_cut_at_the_end() -> None:
    """CALL-09: 3,000 ampersands are 15,000 characters as marks."""
    call = ssml.spoken("&" * 3000)
    assert len(call) <= ssml.MOST
    assert len("".join(ElementTree.fromstring(call).itertext())) > 1000


def test_a_link_is_one_attribute() -> None:
    """CALL-12"""
    link = 'https://x.example/a.wav?a=1&b="2"'
    audio = ElementTree.fromstring(ssml.played(link))[1]
    assert (audio.tag, audio.attrib) == ("audio", {"src": link})
