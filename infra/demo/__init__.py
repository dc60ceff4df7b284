"""The demo district: invented people of any number, the same ones for the same seed, and how they get in.

plan        schools, grades, classes, teachers: how many of each
households  families with their children, contacts, phones and gaps, one after the other
roster      writes them as a OneRoster 1.2 zip with Carillon's companion files
load        puts the zip through the real import, and makes the demo's sign-ins
"""
