"""Delivery: how a message goes out and how one knows that it arrived (docs/a-messages-way.md).

plan --> recipients, personal --> fan_out, chunking --> lanes --> dispatch, prepare, record --> receipts

gate         before each provider                    last_checks      who does not leave after all
channels     the providers                           queue_job        what became due, or was left
preview      before Send                             sent             how far it is
halting      pause, resume, cancel                   resending        another try
replies      answers by email                        texted           STOP, START and HELP
unsubscribe  emails end by one click                 suppressed       addresses that nothing is sent to
status       for administrators                      store            the door to the table

`model`, `refs`, `chunk`, `shards`: deliveries, and what they travel in.
"""
