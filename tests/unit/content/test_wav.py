"""Which files can be played on a phone, and how long they last."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content.recordings import wav
from tests.builders import sounds


def lasts(file: bytes) -> float:
    return wav.seconds(file[: wav.HEAD], len(file))


@pytest.mark.parametrize("seconds", [0.5, 1, 59.9, 60])
def test_the_length_follows_from_the_bytes(seconds: float) -> None:
    """CALL-06"""
    assert lasts(sounds.wav(seconds)) == pytest.approx(seconds, abs=0.001)


def test_other_chunks_before_the_sound_are_passed_over() -> None:
    """CALL-06: such as what an editor says of itself, of an odd number of bytes too."""
    assert lasts(sounds.wav(2, before=sounds.chunk(b"LIST", b"made by x"))) == 2


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", wav.NO_WAV),
        (b"ID3\x04 an mp3 file", wav.NO_WAV),
        (b"\x1aE\xdf\xa3 webm", wav.NO_WAV),
        (b"RIFF\0\0\0\0WAVE", wav.NO_WAV),
        (b"RIFF\0\0\0\0AVI LIST", wav.NO_WAV),
        (sounds.wav(1, rate=44100), wav.OTHER_SOUND),
        (sounds.wav(1, bits=8), wav.OTHER_SOUND),
        (sounds.wav(1, channels=2), wav.OTHER_SOUND),
        (sounds.wav(1, kind=7), wav.OTHER_SOUND),
        (sounds.wav(1)[:-10], wav.CUT_OFF),
        (sounds.wav(1, said=0xFFFFFFFF), wav.CUT_OFF),
        (sounds.wav(0), wav.SILENT),
        (sounds.wav(1, before=sounds.chunk(b"LIST", b"x" * 5000)), wav.NO_WAV),
    ],
)
def test_what_cannot_be_played_says_why(file: bytes, why: str) -> None:
    """CALL-06: whatever it is called."""
    with pytest.raises(wav.Unusable) as caught:
        lasts(file)
    assert caught.value.args == (why,)


@given(st.binary(max_size=300), st.integers(0, 100_000))
def test_nothing_that_is_uploaded_breaks_it(rest: bytes, size: int) -> None:
    """CALL-06"""
    for head in (rest, b"RIFF\0\0\0\0WAVE" + rest, sounds.wav(0)[:20] + rest):
        with contextlib.suppress(wav.Unusable):
            assert wav.seconds(head, size) > 0


@pytest.mark.parametrize(
    ("lasts_", "minutes", "fits"), [(60, 1, True), (61, 1, True), (61.1, 1, False), (180, 3, True)]
)
def test_a_call_lasts_as_long_as_the_operator_says(lasts_: float, minutes: int, fits: bool) -> None:
    """CALL-06, LIC-07: with a second to stop in."""
    assert (wav.too_long(lasts_, minutes) is None) == fits
    assert len(sounds.wav(minutes * 60 + 1)) <= wav.most_bytes(minutes)
