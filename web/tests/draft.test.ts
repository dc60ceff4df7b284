import { describe, expect, it } from 'vitest';
import { gradeId, toAudience, withoutPicks, withPick, type AudienceChoice } from '@/features/audience/choice';
import { checkDraft } from '@/features/messages/checks';
import { hasContent, keepDraft, loadDraft, newDraft, partsOf, toNewMessage } from '@/features/messages/draft';

const nobody: AudienceChoice = { recipientType: 'primary_contacts', picks: [] };
const limits = { sms_character_limit: 130, call_character_limit: 1000 };
const somebody = { nobody: false, typeMissing: false };

describe('whom a message goes to', () => {
  it('gathers every kind of pick under the API’s names, and grades with their school', () => {
    let choice = withPick(nobody, { kind: 'school', id: 's1', name: 'All' });
    choice = withPick(choice, { kind: 'grade', id: gradeId('s 2', '09'), name: 'Grade 9' });
    choice = withPick(choice, { kind: 'student', id: 'stu', name: 'Maya' });
    choice = withPick(choice, { kind: 'staff', id: 'usr', name: 'Sam' });
    expect(toAudience(choice)).toEqual({
      students: { recipient_type: 'primary_contacts', schools: ['s1'], grades: [{ school_id: 's 2', grade: '09' }], sections: [], students: ['stu'], groups: [] },
      staff: { users: ['usr'], groups: [] },
    });
  });

  it('says null for what is not chosen', () => {
    expect(toAudience(withPick(nobody, { kind: 'staff', id: 'usr', name: 'Sam' })).students).toBeNull();
    expect(toAudience(withPick(nobody, { kind: 'student', id: 'stu', name: 'Maya' })).staff).toBeNull();
  });

  it('takes the same pick once, and lets it go', () => {
    const twice = withPick(withPick(nobody, { kind: 'student', id: 'stu', name: 'Maya' }), { kind: 'student', id: 'stu', name: 'Maya' });
    expect(twice.picks).toHaveLength(1);
    expect(withoutPicks(twice, ['student:stu']).picks).toHaveLength(0);
  });
});

describe('the draft', () => {
  it('sends only the parts that say something', () => {
    const draft = { ...newDraft(nobody), html: '<p>x</p>', sms: '  ', push: true };
    expect(partsOf(draft)).toEqual(['email', 'push']);
    expect(toNewMessage(draft, 'sch', toAudience(nobody)).parts).toEqual({ email: { html: '<p>x</p>' }, push: {} });
  });

  it('carries the confirmed number, priority and emergency only when they are so', () => {
    const draft = { ...newDraft(nobody), sms: 'Ice', smsEmergency: true, priority: true };
    expect(toNewMessage(draft, 'sch', toAudience(nobody), 2143)).toMatchObject({ priority: true, confirmed_recipients: 2143, parts: { sms: { text: 'Ice', emergency: true } } });
    expect(toNewMessage(newDraft(nobody), 'sch', toAudience(nobody))).not.toHaveProperty('confirmed_recipients');
  });

  it('survives a reload under its key, for its person only', () => {
    const draft = { ...newDraft(nobody), subject: 'Snow' };
    keepDraft('me', draft);
    expect(loadDraft('me')).toEqual(draft);
    expect(loadDraft('somebody else')).toBeNull();
    keepDraft('me', null);
    expect(loadDraft('me')).toBeNull();
  });

  it('has a key of its own that the API takes', () => {
    expect(newDraft(nobody).key).toMatch(/^[\x21-\x7e]{8,100}$/);
    expect(newDraft(nobody).key).not.toBe(newDraft(nobody).key);
  });

  it('knows whether there is anything to lose', () => {
    expect(hasContent(newDraft(nobody))).toBe(false);
    expect(hasContent({ ...newDraft(nobody), voice: 'x' })).toBe(true);
  });
});

describe('what is checked before the server is asked', () => {
  const codes = (...args: Parameters<typeof checkDraft>) => checkDraft(...args).map((f) => `${f.field}: ${f.code}`);

  it('needs somebody and something (COMP-01, COMP-35)', () => {
    expect(codes(newDraft(nobody), { nobody: true, typeMissing: false }, limits)).toEqual(['audience: noRecipients', 'parts: noPart']);
  });

  it('does not take a push alone', () => {
    expect(codes({ ...newDraft(nobody), push: true }, somebody, limits)).toEqual(['parts: noPart']);
  });

  it('counts characters, not code units, against the limits', () => {
    expect(codes({ ...newDraft(nobody), sms: '🔔'.repeat(130) }, somebody, limits)).toEqual([]);
    expect(codes({ ...newDraft(nobody), sms: '🔔'.repeat(131) }, somebody, limits)).toEqual(['parts.sms.text: smsTooLong']);
    expect(codes({ ...newDraft(nobody), voice: 'a'.repeat(1001) }, somebody, limits)).toEqual(['parts.voice.text: voiceTooLong']);
  });
});
