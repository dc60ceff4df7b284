"""Content: what is written, made safe and short enough; insert fields; and the letter around it."""
