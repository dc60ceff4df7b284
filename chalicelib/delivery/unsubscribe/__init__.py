"""Emails end by one click (RFC 8058): the signed link in each, the page behind it, and what it does."""
