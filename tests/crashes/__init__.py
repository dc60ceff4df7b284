"""The whole line under ten thousand bad days: a simulation that a seed replays to the last call.

    seed --> scenario (a district, messages) and weather (what goes wrong)
    author, recipients        pause, cancel, send again; read, say STOP, end emails
    stage    the functions of template.yaml as processes on an AWS in memory (`tests/support/memory`)
             each call of AWS or a provider --baton--> another process goes on meanwhile
                                   --fate--> crash before or after, an error, no answer, something left over
             events, queue messages: late, twice, in another order
    verdict  nobody twice, nobody forgotten, nobody who had said no, nothing late, numbers that add up

`make crashes` runs all of it; `make crashes ARGS="--seed 17"` replays one, with its trace.
"""
