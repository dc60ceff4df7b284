"""Channels: one small file each, which hands over to its provider and reads what the provider reports."""
