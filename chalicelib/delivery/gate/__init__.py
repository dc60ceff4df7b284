"""Before each provider: whether it works, and how fast deliveries may leave (docs/decisions/0034).

keeper    asked before a chunk leaves, told how it went      line, rates, places    a provider's time, who books
breaker   whether the provider works                                                it, and who waits for it
canary    a message to ourselves proves it                   bounces, guard         too many come back
"""
