"""A message that is on its way is paused, goes on, or is canceled (docs/decisions/0036-what-a-halt-binds.md).

POST .../pause, /resume, /cancellation --command--> HALT beside the plan, an entry in the record of changes
    --read once per chunk--> dispatch: hands over, sets aside, or settles the chunk as canceled
    --carry_out, shard by shard--> what waits is settled (canceled) or queued again (resumed), and claims
                                   that workers hold are counted: so many may still leave
"""
