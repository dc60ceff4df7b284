"""Before each provider: whether it works, and how fast deliveries may leave (docs/decisions/0034).

keeper     asked before a chunk leaves, told how it went      breaker      whether the provider works
waiting    when those who wait have their turn                canary       a message to ourselves proves it
capacity   how much a provider takes in a second              bounces      too many emails come back: `guard`
rates      who books a provider's time, its `line`            places       who waits for it
"""
