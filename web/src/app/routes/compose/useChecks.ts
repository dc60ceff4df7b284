import { useTranslation } from 'react-i18next';
import { picksStudents } from '@/features/audience/choice';
import { checkDraft, type CheckCode } from '@/features/messages/checks';
import type { ComposeDraft } from './useDraft';
import type { Outgoing } from './useOutgoing';

const checkKeys = {
  noRecipients: 'checks.noRecipients', noType: 'checks.noType', noPart: 'checks.noPart', smsTooLong: 'checks.smsTooLong', signedTooLong: 'checks.signedTooLong', voiceTooLong: 'checks.voiceTooLong',
} as const satisfies Record<CheckCode, string>;

/** What the app itself finds missing or too long, before anything goes to the server. */
export function useChecks(draft: ComposeDraft, { outgoing, nobody, typeMissing, settings, signatures }: Outgoing) {
  const { t } = useTranslation();
  return () => checkDraft(outgoing, { nobody, typeMissing: typeMissing && picksStudents(draft.choice) }, settings, signatures?.sms_text)
    .map(({ field, code }) => ({ field, message: t(checkKeys[code], { sms: settings.sms_character_limit, voice: settings.call_character_limit }) }));
}
