"""Recorded calls: uploaded by the browser, checked, and kept unchanged for as long as they may be heard.

POST /v1/recordings --a form--> browser --WAV--> uploads/ --keep: format, length--> kept/
                                                            kept/ --a link--> the provider, the report
"""
