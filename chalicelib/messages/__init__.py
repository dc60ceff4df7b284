"""Messages: accepting one, its outbox, conversations; and those that leave later."""
