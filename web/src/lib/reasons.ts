// Why a delivery did not arrive, in the interface's language. The API gives a code, and English words for a code
// that this version does not know.
import { useTranslation } from 'react-i18next';
import type { Channel, Reason } from './api/models';

const keys = {
  no_contact_data: 'reasons.noContactData', no_primary_contact: 'reasons.noPrimaryContact', no_contact: 'reasons.noContact',
  no_teacher: 'reasons.noTeacher', sibling: 'reasons.sibling', callout_off: 'reasons.calloutOff', blocked: 'reasons.blocked',
  sms_off: 'reasons.smsOff', unsubscribed: 'reasons.unsubscribed', email_opt_out: 'reasons.emailOptOut', no_account: 'reasons.noAccount', no_inbox: 'reasons.noInbox',
  account_closed: 'reasons.accountClosed', landline: 'reasons.landline', duplicate: 'reasons.duplicate', suppressed_bounce: 'reasons.suppressedBounce',
  suppressed_complaint: 'reasons.suppressedComplaint', opted_out: 'reasons.optedOut', stopped_by_staff: 'reasons.stoppedByStaff', not_in_service: 'reasons.notInService', expired: 'reasons.expired', emails_paused: 'reasons.emailsPaused', canceled: 'reasons.canceled', read: 'reasons.read',
  answered: 'reasons.answered', no_longer_allowed: 'reasons.noLongerAllowed', module_off: 'reasons.moduleOff',
  school_excluded: 'reasons.schoolExcluded', no_device: 'reasons.noDevice', nothing_left: 'reasons.nothingLeft',
  invalid_address: 'reasons.invalidAddress', refused: 'reasons.refused', bounced: 'reasons.bounced', no_mailbox: 'reasons.noMailbox',
  mailbox_full: 'reasons.mailboxFull', too_large: 'reasons.tooLarge', content_refused: 'reasons.contentRefused',
  bounced_for_now: 'reasons.bouncedForNow', unreachable_number: 'reasons.unreachableNumber', carrier_down: 'reasons.carrierDown',
  carrier_blocked: 'reasons.carrierBlocked', taken_for_spam: 'reasons.takenForSpam', not_in_time: 'reasons.notInTime', busy: 'reasons.busy',
  no_answer: 'reasons.noAnswer', call_failed: 'reasons.callFailed', device_gone: 'reasons.deviceGone', not_rendered: 'reasons.notRendered',
  failed: 'reasons.failed', unconfirmed: 'reasons.unconfirmed', no_receipt: 'reasons.noReceipt',
} as const satisfies Record<Reason, string>;

const places = { email: 'email', sms: 'phone', voice: 'phone', push: null, portal: null } as const;
const missing = { email: 'reasons.noEmail', phone: 'reasons.noPhone' } as const;
const refused = { email: 'reasons.contentRefused', phone: 'reasons.contentRefusedByPhone' } as const;
const optedOut = { email: 'reasons.optedOutOfEmail', voice: 'reasons.optedOutOfCalls' } as const;
const invalid = { email: 'reasons.invalidEmail', phone: 'reasons.invalidPhone' } as const;

export function useReason(): (of: { reason: Reason | null; error?: string | null; channel: Channel }) => string {
  const { t } = useTranslation();
  return ({ reason, error, channel }) => {
    const place = places[channel];
    if (place && reason === 'no_contact_data') return t(missing[place]);
    if (place && reason === 'invalid_address') return t(invalid[place]);
    if (place && reason === 'content_refused') return t(refused[place]);
    if (reason === 'opted_out' && channel in optedOut) return t(optedOut[channel as keyof typeof optedOut]);
    const key = reason && Object.hasOwn(keys, reason) ? keys[reason] : null;
    return key ? t(key) : (error ?? '');
  };
}
