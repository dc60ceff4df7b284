"""The HTTP API: every room's routes, registered by name, and what a lower room asks of a higher one. No logic.

A room that gains routes adds its `api` to ROOMS; `tests/architecture` holds this list against the folders.
"""

from chalice.app import Chalice

from chalicelib.access.above import Above, ask_above
from chalicelib.access.routes import api as access
from chalicelib.announcements.routes import api as announcements
from chalicelib.audience.imported_routes import api as imported
from chalicelib.audience.routes import api as audience
from chalicelib.content.flagged_routes import api as flagged_words
from chalicelib.content.recordings.routes import api as recordings
from chalicelib.content.routes import api as content
from chalicelib.content.signature_routes import api as signatures
from chalicelib.delivery.device_routes import api as devices
from chalicelib.delivery.halting.routes import api as halting
from chalicelib.delivery.preview.routes import api as preview
from chalicelib.delivery.preview.test_call_routes import api as test_calls
from chalicelib.delivery.resending.routes import api as resending
from chalicelib.delivery.sent.routes import api as delivery
from chalicelib.delivery.status.routes import api as status
from chalicelib.delivery.suppressed.routes import api as suppressed
from chalicelib.delivery.unsubscribe.routes import api as unsubscribe
from chalicelib.directory.caller_id_file_routes import api as caller_id_files
from chalicelib.directory.caller_id_routes import api as caller_ids
from chalicelib.directory.contact_routes import api as contacts
from chalicelib.directory.family_routes import api as families
from chalicelib.directory.group_routes import api as groups
from chalicelib.directory.my_settings_routes import api as my_settings
from chalicelib.directory.roster_routes import api as roster
from chalicelib.directory.routes import api as directory
from chalicelib.directory.settings_routes import api as settings
from chalicelib.messages.inbox_routes import api as inbox
from chalicelib.messages.routes import api as messages
from chalicelib.messages.schedules.routes import api as schedules
from chalicelib.messages.store.conversations import unread
from chalicelib.messages.store.lists import first_sent
from chalicelib.reports.contactability_routes import api as contactability
from chalicelib.reports.routes import api as reports

ROOMS = (
    access,
    directory,
    families,
    groups,
    settings,
    my_settings,
    contacts,
    caller_ids,
    caller_id_files,
    roster,
    content,
    flagged_words,
    signatures,
    recordings,
    audience,
    imported,
    messages,
    schedules,
    inbox,
    preview,
    test_calls,
    devices,
    delivery,
    halting,
    resending,
    status,
    suppressed,
    unsubscribe,
    announcements,
    reports,
    contactability,
)

ask_above(Above(unread=unread, first_sent=first_sent))

app = Chalice(app_name="carillon")
app.api.binary_types = []  # everything here is text; files go to and from S3 by themselves
for room in ROOMS:
    app.register_blueprint(room.blueprint)
