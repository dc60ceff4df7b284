"""Access: who is asking, what they may do, whom they may reach; and the wrapper around every route."""
