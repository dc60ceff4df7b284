"""The provider simulator: SES v2, End User Messaging and SNS push on one machine.

The way of a request: `wire` reads it by the service's own botocore model -> `core.Simulator.handle` asks `ses`,
`eum` or `push` -> `store` keeps what was handed over and the provider events that follow -> `publisher` sends
those events to the configured topics. `server` gives it a socket, `hook` puts it behind a boto3 client in
process, `outbox_view` shows people what left. docs/simulator.md is the manual.

The core imports neither a web server nor anything of the product: it runs in both environments.
"""
