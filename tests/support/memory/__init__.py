"""AWS in memory: what product code asks of it, at the surface where it meets botocore's clients.

    kernel.aws.client --create_client--> Memory --Client--> around(call, work) --> dynamodb, sqs, s3, providers
                                                            faults, crashes and traces stand here

A call takes a hundredth of moto's time, and is exact where moto is lenient. `tests/contract` holds it, moto and
the local engine to the same promises. Most tests stand on it (`tests/conftest.py`).
"""

from .aws import Memory as Memory
from .calls import Around as Around
from .calls import Call as Call
from .calls import Work as Work
from .errors import refused as refused
