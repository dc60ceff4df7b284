"""Carillon beside django-post_office: the same letter to the same people, in turns.

    carillon.py     Carillon's functions, against the stub server that plays AWS (`bench/_stub.py`)
    post_office.py  django-post_office with a PostgreSQL of its own (postgres.py) and an SMTP server (smtp.py)
    letter.py       what the first handed to SES is what the second is given as template and contexts
    worker.py       each side is a process that does a round when told to, and says what it cost
    ratio.py        what the rounds say

`bench/post_office.py` runs them. The two sides have environments of their own, `.venv` and `.venv-comparison`.
"""
