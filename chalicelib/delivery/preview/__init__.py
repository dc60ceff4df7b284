"""Before Send: how a message will look, when it will be done, and how its call sounds. Nothing is stored."""
