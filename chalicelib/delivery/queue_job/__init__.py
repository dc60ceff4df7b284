"""The queue job: each minute, what became due and what a crash left behind (QUEUE-01).

recover          all that is due: plans, shards, halts, chunks    doubt, settle    ends what nobody told of
bring_forward    a provider has time earlier                      reconsider       the call window changed
release          chunks go to the queue of their lane             runs             what each run did
"""
