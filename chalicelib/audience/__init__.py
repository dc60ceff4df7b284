"""Audience: from chosen students, staff and imported people to recipients with destinations, and counted."""
