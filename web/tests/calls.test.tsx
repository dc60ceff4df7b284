// The Call tab: from which number, text or recording, recording itself, Test Call; removing a part; find, replace, undo.
import { act, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Component as Compose } from '@/app/routes/Compose';
import { PlayAudio } from '@/features/calls/components/PlayAudio';
import * as microphone from '@/features/calls/microphone';
import type { NewMessage } from '@/lib/api/models';
import * as storage from '@/lib/post-form';
import { joined, wavOf } from '@/lib/wav';
import { aCount, aMe, aMessage, bounds } from './support/build';
import { fakeApi, ok, problem, type Handler } from './support/fake-api';
import { renderPage } from './support/render';

beforeEach(() => { vi.spyOn(storage, 'postForm').mockResolvedValue(); });

const FROM = { items: [{ caller_id: 'a', title: 'Attendance', number: '+13035550101' }, { caller_id: 'o', title: 'Office', number: '+13035550102' }], default_id: 'o' };
const kept = { recording_id: 'rec_1', seconds: 12, url: 'blob:sound' };
function open(routes: Record<string, Handler> = {}, me = aMe()) {
  const api = fakeApi({
    'POST /v1/audience/count': () => ok(aCount(3)), 'POST /v1/messages': () => ok(aMessage(), 202), 'GET /v1/me/caller-ids': () => ok(FROM),
    'POST /v1/recordings': () => ok({ recording_id: 'rec_1', upload: { url: '/x', fields: {} }, most_seconds: 60 }, 201),
    'POST /v1/recordings/{}/keep': () => ok(kept), 'GET /v1/recordings/{}': () => ok(kept), ...routes,
  });
  return { ...api, ...renderPage(<Compose />, { me }) };
}
const voiceOf = (asked: { path: string; body: unknown }[]) => (asked.find((a) => a.path === '/v1/messages')!.body as NewMessage).parts!.voice;
type User = ReturnType<typeof renderPage>['user'];
const toCall = (user: User) => user.click(screen.getByRole('tab', { name: /^Call/ }));
const choose = (user: User) => user.click(screen.getByRole('checkbox', { name: /Lincoln High School/ }));
const pressed = (user: User, name: string | RegExp) => user.click(screen.getByRole('button', { name }));

describe('the Call tab', () => {
  it('is not there without the right, which goes with the last district default (CALL-01)', () => {
    open({}, aMe({ permissions: { communication: 'edit', send_messages: 'edit', send_sms: 'edit' } }));
    expect(screen.queryByRole('tab', { name: /^Call/ })).not.toBeInTheDocument();
  });

  it('starts at the default number, and sends the one that is chosen (CALL-04)', async () => {
    const { asked, user } = open();
    await choose(user);
    await toCall(user);
    await user.click(await screen.findByRole('button', { name: /Office.*Call from|Call from.*Office/ }));
    await user.click(screen.getByRole('option', { name: /Attendance/ }));
    await user.type(screen.getByRole('textbox', { name: 'What the call says' }), 'No school');
    await pressed(user, 'Send');
    await waitFor(() => expect(voiceOf(asked)).toEqual({ kind: 'tts', text: 'No school', caller_id: 'a' }));
  });

  it('shows the title where there is one number only (CALL-03)', async () => {
    const { user } = open({ 'GET /v1/me/caller-ids': () => ok({ items: [FROM.items[1]], default_id: 'o' }) });
    await toCall(user);
    expect(await screen.findByText('Office')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Call from/ })).not.toBeInTheDocument();
  });

  it('counts what is typed against the limit (CALL-08)', async () => {
    const { user } = open({}, aMe({ settings: { ...bounds, call_character_limit: 2000 }, schools: [] }));
    await toCall(user);
    await user.type(screen.getByRole('textbox', { name: 'What the call says' }), 'Hello');
    expect(screen.getByText('5 of 2000 characters')).toBeInTheDocument();
  });
});

describe('a recording', () => {
  const taking = (finish = vi.fn(() => Promise.resolve(new Blob(['RIFF'])))) => {
    vi.spyOn(microphone, 'listen').mockResolvedValue({ finish, drop: vi.fn() });
    return finish;
  };
  const toRecording = async (user: User) => { await toCall(user); await user.click(screen.getByRole('radio', { name: 'Recording' })); };

  it('is recorded, finished, kept and sent instead of the text (CALL-02, CALL-05)', async () => {
    const finish = taking();
    const { asked, user } = open();
    await choose(user);
    await toCall(user);
    await user.type(screen.getByRole('textbox', { name: 'What the call says' }), 'Spoken');
    await user.click(screen.getByRole('radio', { name: 'Recording' }));
    await pressed(user, 'Record');
    expect(await screen.findByRole('timer')).toHaveTextContent('1:00 left');
    await pressed(user, 'Finish');
    expect(await screen.findByText('0:00 of 0:12')).toBeInTheDocument();
    expect(finish).toHaveBeenCalledWith(60);
    await pressed(user, 'Send');
    await waitFor(() => expect(voiceOf(asked)).toEqual({ kind: 'recorded', recording_id: 'rec_1' }));
  });

  it('stops by itself at the limit and is kept (CALL-06)', async () => {
    const finish = taking();
    const { user } = open();
    await toRecording(user);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await pressed(user, 'Record');
    await screen.findByRole('timer');
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(screen.getByRole('timer')).toHaveTextContent('0:30 left');
    await act(() => vi.advanceTimersByTimeAsync(31_000));
    expect(finish).toHaveBeenCalledTimes(1);
    expect(await screen.findByRole('button', { name: 'Record again' })).toBeInTheDocument();
  });

  it('replaces the old one when it is recorded again (CALL-07)', async () => {
    taking();
    const ids = ['rec_1', 'rec_2'];
    const { user, asked } = open({ 'POST /v1/recordings/{}/keep': () => ok({ ...kept, recording_id: ids.shift() }) });
    await choose(user);
    await toRecording(user);
    for (const name of ['Record', 'Record again']) {
      await user.click(await screen.findByRole('button', { name }));
      await user.click(await screen.findByRole('button', { name: 'Finish' }));
      await screen.findByRole('button', { name: 'Record again' });
    }
    await pressed(user, 'Send');
    await waitFor(() => expect(voiceOf(asked)).toEqual({ kind: 'recorded', recording_id: 'rec_2' }));
  });

  it.each([['NotAllowedError', /does not let Carillon use the microphone/], ['NotFoundError', /No microphone was found/], ['NotSupportedError', /does not work in this browser/]])(
    'explains a microphone that is denied or missing (CALL-05): %s', async (name, words) => {
      vi.spyOn(microphone, 'listen').mockRejectedValue(new DOMException('', name));
      const { user } = open();
      await toRecording(user);
      await pressed(user, 'Record');
      expect(await screen.findByText(words)).toBeInTheDocument();
      expect(screen.getByRole('button', { name: 'Record' })).toBeEnabled();
    },
  );

  it('is not lost when it could not be saved: it is saved again', async () => {
    taking();
    let down = true;
    const { user } = open({ 'POST /v1/recordings/{}/keep': () => (down ? problem(503, 'unavailable') : ok(kept)) });
    await toRecording(user);
    await pressed(user, 'Record');
    await user.click(await screen.findByRole('button', { name: 'Finish' }));
    const again = await screen.findByRole('button', { name: 'Save it again' });
    down = false;
    await user.click(again);
    expect(await screen.findByRole('button', { name: 'Play' })).toBeInTheDocument();
  });
});

describe('Test Call', () => {
  it('asks for a number, calls with the present content, and confirms (CALL-13)', async () => {
    const answers = [problem(400, 'invalid', { errors: [{ field: 'number', message: 'This is no phone number.' }] }), ok({ number: '+12065550123' }, 202)];
    const { asked, user } = open({ 'POST /v1/test-calls': () => answers.shift()! });
    await toCall(user);
    expect(screen.getByRole('button', { name: 'Test Call' })).toBeDisabled();
    await user.type(screen.getByRole('textbox', { name: 'What the call says' }), 'No school');
    await pressed(user, 'Test Call');
    const number = within(await screen.findByRole('dialog')).getByRole('textbox');
    await user.type(number, '12{Enter}');
    await waitFor(() => expect(number).toHaveAccessibleDescription(/This is no phone number/));
    await user.clear(number);
    await user.type(number, '206 555 0123{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(asked.at(-1)).toMatchObject({ path: '/v1/test-calls', body: { school_id: 'sch_1', number: '206 555 0123', voice: { kind: 'tts', text: 'No school' } } });
  });
});

describe('removing a part', () => {
  it.each([['Text message', 'Text message'], ['Call', 'What the call says']])('asks first, then takes it out (SMS-11, CALL-14): %s', async (tab, box) => {
    const { user } = open();
    await user.click(screen.getByRole('tab', { name: new RegExp(`^${tab}`) }));
    expect(screen.queryByRole('button', { name: 'Remove this part' })).not.toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: box }), 'Hello');
    await pressed(user, 'Remove this part');
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Keep writing' }));
    expect(screen.getByRole('textbox', { name: box })).toHaveValue('Hello');
    await pressed(user, 'Remove this part');
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Remove this part' }));
    expect(screen.getByRole('textbox', { name: box })).toHaveValue('');
  });
});

describe('a text', () => {
  const write = async (text: string) => {
    const { user } = open();
    await user.click(screen.getByRole('tab', { name: /^Text message/ }));
    const box = screen.getByRole('textbox', { name: 'Text message' });
    await user.type(box, text);
    return { user, box };
  };

  it('has words found and replaced, with undo and redo (SMS-05)', async () => {
    const { user, box } = await write('Bus 7 and bus 9');
    await pressed(user, 'Find and replace');
    await user.type(screen.getByRole('textbox', { name: 'Find' }), 'bus');
    expect(screen.getByText('2 places')).toBeInTheDocument();
    await user.type(screen.getByRole('textbox', { name: 'Replace with' }), 'Route{Enter}');
    expect(box).toHaveValue('Route 7 and Route 9');
    await pressed(user, 'Undo');
    expect(box).toHaveValue('Bus 7 and bus 9');
    await pressed(user, 'Redo');
    expect(box).toHaveValue('Route 7 and Route 9');
  });

  it('is left as it is where a replacement would pass the limit (SMS-05)', async () => {
    const { user, box } = await write('a'.repeat(10));
    await pressed(user, 'Find and replace');
    await user.type(screen.getByRole('textbox', { name: 'Find' }), 'a');
    await user.type(screen.getByRole('textbox', { name: 'Replace with' }), `${'b'.repeat(14)}{Enter}`);
    expect(screen.getByText('Not replaced: the text would be 10 characters too long')).toBeInTheDocument();
    expect(box).toHaveValue('a'.repeat(10));
  });
});

describe('the sound of a sent call', () => {
  it('is asked for and plays by itself (CALL-15, REPT-22)', async () => {
    fakeApi({ 'GET /v1/messages/{}/audio': () => ok({ seconds: 12, url: 'blob:sound' }) });
    const { user } = renderPage(<PlayAudio messageId="msg_1" seconds={12} />);
    await pressed(user, 'Play Audio (0:12)');
    const audio = await screen.findByLabelText('The recorded call, 0:12');
    expect(audio).toHaveAttribute('src', 'blob:sound');
    expect(audio).toHaveAttribute('autoplay');
  });
});

// jsdom's Blob knows no arrayBuffer.
const bytesOf = (file: Blob) => new Promise<ArrayBuffer>((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result as ArrayBuffer);
  reader.readAsArrayBuffer(file);
});

describe('a WAV file', () => {
  it('is what telephones play (CALL-06)', async () => {
    const file = wavOf(joined([new Float32Array([0, 1]), new Float32Array([-1, 2])]));
    const bytes = new DataView(await bytesOf(file));
    expect([bytes.byteLength, bytes.getUint32(24, true), bytes.getUint16(22, true), bytes.getUint16(34, true), bytes.getUint32(40, true)]).toEqual([52, 8000, 1, 16, 8]);
    expect([0, 1, 2, 3].map((n) => bytes.getInt16(44 + n * 2, true))).toEqual([0, 32767, -32767, 32767]);
  });
});
