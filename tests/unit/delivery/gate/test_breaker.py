"""The breaker before a provider, step by step."""

from chalicelib.delivery.gate.breaker import FIRST_WAIT, LEASE, LONGEST_WAIT, TRIES, Breaker

NOW = 1_000.0


def opened(at: float = NOW) -> Breaker:
    breaker = Breaker()
    for _ in range(TRIES):
        breaker = breaker.failed(at)
    return breaker


def test_it_opens_after_three_attempts_without_a_success() -> None:
    """R10: two are an accident, three are an outage; a success in between begins anew."""
    two = Breaker().failed(NOW).failed(NOW)
    assert not two.open
    assert two.worked() == Breaker()
    assert two.failed(NOW).open
    assert opened().probe_at == NOW + FIRST_WAIT


def test_an_attempt_that_began_before_it_opened_changes_nothing() -> None:
    assert opened().failed(NOW + 1) == opened()


def test_one_worker_probes_at_a_time_and_a_dead_one_is_replaced() -> None:
    """R10: whoever probes leases the time; the next may try when the lease is over."""
    probing = opened().probing(NOW + 10)
    assert probing.open
    assert probing.probe_at == NOW + 10 + LEASE
    assert probing.worked() == Breaker()


def test_a_probe_that_called_nobody_is_made_by_the_next() -> None:
    """R10: a chunk of which nothing may leave; it is no failure, and takes nobody's time."""
    due = opened()
    probing = due.probing(due.probe_at + 1)
    began = due.probe_at + 1
    assert probing.not_probed(began, began + 1).probe_at <= began + 1
    assert probing.not_probed(began, began + 1).probes == due.probes
    assert Breaker().not_probed(began, NOW) == Breaker(), "somebody else's probe has worked meanwhile"


def test_whose_lease_ran_out_gives_back_nobody_elses_probe() -> None:
    """R10: a third would call beside the one that probes now."""
    began = opened().probe_at
    second = opened().probing(began).probing(began + LEASE)
    assert second.not_probed(began, began + LEASE + 1) == second


def test_failed_probes_come_less_and_less_often_up_to_a_limit() -> None:
    """R10: ten minutes of outage cost at most two dozen probes."""
    breaker, now, probes = opened(), NOW, 0
    while now < NOW + 600:
        now = breaker.probe_at
        breaker = breaker.probing(now).failed(now)
        probes += 1
        assert FIRST_WAIT <= breaker.probe_at - now <= LONGEST_WAIT
    assert probes <= 24
    assert breaker.opened_at == NOW


def test_one_address_does_not_open_it_and_three_do() -> None:
    """QUEUE-10: it may be the address; another that fails as well, or several at once, is the provider."""
    one = Breaker()
    for at in range(10):
        one = one.failed(NOW + at, "a")
    assert (one.failures, one.open) == (1, False)
    assert one.failed(NOW, "b").failed(NOW, "a").failed(NOW, "c").open
    assert one.failed(NOW).failed(NOW).open
    assert one.worked() == Breaker()
    assert opened().probing(NOW + 10).failed(NOW + 11, "a").probe_at > NOW + 11
