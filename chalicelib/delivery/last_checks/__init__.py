"""What is asked again right before a hand-over, of a chunk that is claimed: who does not leave after all.

waits       its message is paused, or the call window is closed: the whole chunk waits again
held_up     who does not leave, and what that makes of their delivery:
            `switches` the channel was switched off        `spared` they have read or answered meanwhile
            `stopped` they said STOP, or complained        `flags` their record says so now
"""
