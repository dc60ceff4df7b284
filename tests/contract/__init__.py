"""What product code relies on, of each AWS that the tests run on: moto, the one in memory
(`tests/support/memory`) and the local engine. One suite for all, so that they cannot drift:
`tests/integration/kernel/test_ports.py` and `tests/e2e/test_ports.py` run it.

Each test speaks to the client that product code has (`kernel.aws`), about its own table, queue and bucket.
"""
