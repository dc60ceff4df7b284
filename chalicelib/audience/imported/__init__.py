"""Imported recipients (IMPT): people from a CSV file, for one message, known to nobody else.

    file --transport--> bytes --text--> rows --rows, by a mapping--> people and faults --lists--> a list (store)
    the list, named by the draft --> counted --> taken by the message --> shards --> resolve --> recipients

model      the list, its people, what can be wrong with a row
transport  the file as it travels in a request
text       bytes that are CSV in UTF-8, or a sentence that says what they are instead
guess      which column probably holds what
rows       rows to people and faults
lists      the use cases: begin, look up, add a file, remove, delete
store      the room's door to its table
resolve    people to recipients, at sending
"""
