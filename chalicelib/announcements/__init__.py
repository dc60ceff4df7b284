"""Announcements: posts that people see on their portal for a while, and may also get by email, text or call
(ANN).

    post (create, change, delete) --checked--> announcement, its places, a due pointer while a part has not
    gone shown                         --places of the reader--> what stands on their portal today queue job
    --fire--> what may leave by now --one transaction--> message with its outbox entry, parts gone

There is one way out: what an announcement sends is a message like any other.
"""
