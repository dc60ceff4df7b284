"""Delivery: how a message goes out and how one knows that it arrived; and what finds what a crash left."""
