"""What is asked again right before a hand-over, of a chunk that is claimed: who does not leave after all.

switches    the channel was switched off          spared    they have read or answered meanwhile
stopped     they said STOP, or complained         flags     their record says so now
"""
