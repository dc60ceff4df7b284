"""Announcements: posts that stand on people's portals for a while, and may be sent as well (ANN).

    write      post, change, delete: checked, then stored with a row for each place and, while something is to
               be sent, a pointer
    shown      the places of whoever looks --> what stands on their portal today
    fire       what may leave by now --one transaction--> message with its outbox entry, announcement moved on

There is one way out: what an announcement sends is a message like any other.
"""
