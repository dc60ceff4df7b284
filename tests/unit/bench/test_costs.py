"""Dollars from counted use."""

import json

import pytest

from bench import costs
from bench.pricing import model
from bench.pricing.model import Usage
from bench.pricing.prices import parse

PRICES = {
    "dynamodb_write": 0.5,
    "dynamodb_read": 0.1,
    "dynamodb_storage": 0.25,
    "dynamodb_recovery": 0.2,
    "sqs_request": 0.4,
    "lambda_invocation": 0.2,
    "lambda_gb_s": 0.00001,
    "sns_publish": 0.5,
    "logs": 0.5,
    "alarm": 0.1,
    "ses_email": 0.0001,
    "voice_minute": 0.01,
}
PER_ONE = {"dynamodb_storage", "dynamodb_recovery", "lambda_gb_s", "logs", "alarm", "ses_email", "voice_minute"}
LISTED = parse(
    {
        "region": "us-east-1",
        "looked_up": "2026-11-26",
        "prices": {
            name: {
                "usd": usd,
                "per": 1 if name in PER_ONE else 1_000_000,
                "unit": "units",
                "source": "a test",
                "dated": "2026",
                "basis": "unconfirmed" if name == "voice_minute" else "list",
            }
            for name, usd in PRICES.items()
        },
        "provider": {"email": {"ses_email": 1}, "voice": {"voice_minute": 2}},
        "assumptions": {
            "memory_mb_of_a_processor": 1024,
            "dynamodb_call_s": 0.01,
            "sqs_call_s": 0.02,
            "provider_call_s": 0.4,
            "provider_calls_at_once": 8,
            "log_bytes_of_an_invocation": 1000,
            "idle_pollers_of_a_queue": 5,
            "idle_poll_s": 20,
        },
    }
)
ONE = Usage(
    write_units=4, read_units=1, stored_bytes=500, dynamodb_calls=0.2, sqs_calls=0.1, sqs_polls=0.4,
    events=2, invocations=0.05, provider_calls=1, cpu_s=0.001,
)  # fmt: skip


def test_use_is_added_taken_away_and_shared_out() -> None:
    both = ONE + Usage(cpu_s=0.5, events=1)
    assert (both.cpu_s, both.events, both.write_units) == (0.501, 3, 4)
    assert (both - ONE).rounded() == Usage(cpu_s=0.5, events=1).rounded()
    assert ONE.per(2).stored_bytes == 250
    assert ONE.times(1000).stored_bytes == pytest.approx(500_000)
    assert ONE.requests == pytest.approx(0.35), "without pollers and providers"


def test_functions_run_for_their_cpu_and_while_they_wait() -> None:
    """Half the memory of a processor takes twice the time; a provider's calls go several at once."""
    waiting = 0.2 * 0.01 + 0.1 * 0.02
    assert model.seconds(ONE, LISTED, 512, bulk=True) == pytest.approx(0.001 * 2 + waiting + 0.4)
    assert model.seconds(ONE, LISTED, 512, bulk=False) == pytest.approx(0.001 * 2 + waiting + 0.4 / 8)
    assert model.seconds(Usage(cpu_s=1), LISTED, 4096, bulk=True) == 1, "one processor at most"


def test_each_service_has_its_share() -> None:
    found = model.carillon_usd(ONE.times(model.MILLION), LISTED, 512, bulk=False)
    assert found["dynamodb"] == pytest.approx(4 * 0.5 + 0.1)
    assert found["sqs"] == pytest.approx((0.1 + 0.4 + 2) * 0.4), "its own, the pollers', and SNS's"
    assert found["sns"] == pytest.approx(2 * 0.5)
    assert found["lambda"] == pytest.approx(0.05 * 0.2 + 0.056 * 0.5 * 0.00001 * model.MILLION)
    assert found["logs"] == pytest.approx(0.05 * 1000 * model.MILLION / model.GB * 0.5)


def test_keeping_and_standing_still_cost_by_the_month() -> None:
    assert model.kept_usd(ONE.times(model.MILLION), LISTED) == pytest.approx(0.5 * 0.45)
    polls = 17 * 5 * 30 * 24 * 3600 / 20
    assert model.idle_usd(17, 23, LISTED) == pytest.approx(polls * 0.4e-6 + 2.3)


def test_the_table_marks_what_nobody_vouches_for() -> None:
    usage = {"email": ONE, "voice": ONE, "push": ONE}
    listed = parse(json.loads(costs.LIST.read_text()))
    found = costs.figures(usage, listed, 512)
    email, voice = found["cost_usd_per_million"]["email"], found["cost_usd_per_million"]["voice"]
    assert email["provider"] == pytest.approx(model.provider_usd("email", listed) * model.MILLION)
    services = [usd for name, usd in email.items() if name.startswith("for_")]
    assert email["carillon"] == pytest.approx(sum(services), abs=0.01)
    assert (email["provider_price_confirmed"], voice["provider_price_confirmed"]) == (True, False)
    assert found["requests_per_delivery"] == pytest.approx(0.35)
    assert found["cpu_s_per_1000_voice"] == 1.0
    lines = {line.split()[0]: line for line in costs.table(found, listed)}
    assert lines["voice"].endswith(" ?")
    assert not lines["email"].endswith(" ?")
    assert "voice_minute" in lines["?"]
