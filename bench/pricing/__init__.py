"""What a million deliveries cost, from counted requests and a dated price list.

    the line against a stub that counts (metered.py, by DynamoDB's rules: capacity.py) --> Usage per delivery
    prices.json --prices.py--> Prices                         Usage x Prices --model.py--> dollars

`bench/costs.py` runs it; docs/costs.md says how to read it.
"""
