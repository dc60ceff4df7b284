"""Messages that leave later, once or again and again (SCHD).

    write (create, edit, delete) --checked like a send--> schedule, due pointer
    queue job --fire--> what is due now --one transaction--> message with its outbox entry, schedule moved on

A schedule keeps what its author asked for, as it was asked; people, rights and texts are looked at again each
time it is due (RCPT-19, PERM-12).
"""
