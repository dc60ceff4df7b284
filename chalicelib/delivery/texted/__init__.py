"""What families text to us: STOP, START and HELP in their languages, and whatever else they write."""
