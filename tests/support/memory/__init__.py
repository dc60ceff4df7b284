"""AWS in memory: what the line asks of it, at the surface where product code meets botocore's clients.

    kernel.aws.client --create_client--> Memory --Client--> around(call, work) --> dynamodb, sqs, s3, providers
                                                            faults, crashes and traces stand here

A hundred times as fast as moto, and exact where moto is lenient. `tests/contract` holds it, moto and the local
engine to the same promises.
"""

from .aws import Memory as Memory
from .calls import Around as Around
from .calls import Call as Call
from .calls import Work as Work
from .errors import refused as refused
