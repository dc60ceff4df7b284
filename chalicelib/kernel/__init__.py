"""What every room stands on: clock, keys, ids, errors, settings, AWS clients, paging, logs. Knows no domain."""
