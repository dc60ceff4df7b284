// Words for what a column holds and for what is wrong with a row.
import type { ImportField, ImportReason } from '@/lib/api/models';

export const fieldKeys = {
  first_name: 'imported.fields.firstName', last_name: 'imported.fields.lastName', full_name: 'imported.fields.fullName',
  email: 'imported.fields.email', phone: 'imported.fields.phone',
} as const satisfies Record<ImportField, string>;

export const reasonKeys = {
  no_name: 'imported.reasons.noName', no_first_name: 'imported.reasons.noFirstName', no_last_name: 'imported.reasons.noLastName',
  long_name: 'imported.reasons.longName', garbled_name: 'imported.reasons.garbledName', bad_email: 'imported.reasons.badEmail', bad_phone: 'imported.reasons.badPhone',
  phone_extension: 'imported.reasons.phoneExtension', phone_premium: 'imported.reasons.phonePremium', no_email: 'imported.reasons.noEmail', no_address: 'imported.reasons.noAddress',
  too_many_cells: 'imported.reasons.tooManyCells',
} as const satisfies Record<ImportReason, string>;
