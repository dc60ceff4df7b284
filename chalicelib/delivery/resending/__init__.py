"""A message is sent again to those whom it did not reach (docs/decisions/0043-another-try-is-a-message.md).

rows of the first message and of its earlier tries --latest--> who is still not reached, and why
    --survey--> how many, by reason, before anybody says yes
    --try_again--> a message of its own with the same content: a try, whose id is the same for whoever makes it
    --the line--> its shards are those of the first, looked up again; `latest` says whom they keep
"""
