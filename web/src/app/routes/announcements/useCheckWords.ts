import { useTranslation } from 'react-i18next';
import type { CheckCode, CheckFailure, Limits } from './checks';

const checkKeys = {
  noTitle: 'announcements.checks.noTitle', longTitle: 'announcements.checks.longTitle', noBody: 'announcements.checks.noBody', nothing: 'announcements.checks.nothing', endFirst: 'announcements.checks.endFirst', nobody: 'announcements.checks.nobody',
  noSchool: 'announcements.checks.noSchool', badOrder: 'announcements.checks.badOrder', noEmail: 'announcements.checks.noEmail', noText: 'announcements.checks.noText',
  noCall: 'announcements.checks.noCall', noRecording: 'announcements.checks.noRecording', smsTooLong: 'checks.smsTooLong', voiceTooLong: 'checks.voiceTooLong',
} as const satisfies Record<CheckCode, string>;

/** What a check found, in words. */
export function useCheckWords(settings: Limits) {
  const { t } = useTranslation();
  return ({ field, code }: CheckFailure) => ({ field, message: t(checkKeys[code], { sms: settings.sms_character_limit, voice: settings.call_character_limit }) });
}
