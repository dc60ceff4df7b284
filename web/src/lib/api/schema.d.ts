// Types of the HTTP API, in the shape openapi-typescript writes them. `npm run client` replaces this file
// with the one generated from docs/api/openapi.json.
type Json<T> = { content: { 'application/json': T } };
type Problem = { content: { 'application/problem+json': components['schemas']['Problem'] } };
type Op<R, O extends { query?: object; path?: object; header?: object; body?: object } = object, S extends number = 200> = {
  parameters: (O extends { query: infer Q } ? { query?: Q } : { query?: never })
    & (O extends { path: infer P } ? { path: P } : { path?: never })
    & (O extends { header: infer H } ? { header: H } : { header?: never }) & { cookie?: never };
  responses: { [K in S]: Json<R> } & { 400: Problem; 401: Problem; 403: Problem; 404: Problem; 409: Problem };
} & (O extends { body: infer B } ? { requestBody: Json<B> } : { requestBody?: never });
type Page = { limit?: number; cursor?: string };
type S = components['schemas'];

export interface paths {
  '/v1/sign-in': { post: Op<S['SignInAnswer'], { body: { username: string; password: string } }> };
  '/v1/sign-in/new-password': { post: Op<S['SignInAnswer'], { body: { username: string; session: string; new_password: string } }> };
  '/v1/sign-in/refresh': { post: Op<{ access_token: string; expires_in: number }, { body: { refresh_token: string } }> };
  '/v1/sign-out': { post: Op<undefined, object, 204> };
  '/v1/me': { get: Op<S['Me']> };
  '/v1/schools': { get: Op<{ items: S['School'][] }> };
  '/v1/schools/{school_id}/grades': { get: Op<{ items: S['Grade'][] }, { path: { school_id: string } }> };
  '/v1/sections': { get: Op<{ items: S['Section'][] }, { query: { school_id: string; q?: string } }> };
  '/v1/students': { get: Op<S['StudentPage'], { query: { school_id: string; q?: string; grade?: string; section_id?: string } & Page }> };
  '/v1/staff': { get: Op<S['StaffPage'], { query: { school_id: string; q?: string } & Page }> };
  '/v1/audience/count': { post: Op<S['AudienceCount'], { body: { audience: S['Audience']; parts: S['Channel'][] } }> };
  '/v1/messages': {
    get: Op<{ items: S['Message'][]; next_cursor: string | null }, { query: Page }>;
    post: Op<S['Message'], { header: { 'Idempotency-Key': string }; body: S['NewMessage'] }, 202>;
  };
  '/v1/messages/{message_id}': { get: Op<S['Message'], { path: { message_id: string } }> };
  '/v1/messages/{message_id}/recipients': {
    get: Op<S['RecipientPage'], { path: { message_id: string }; query: { channel?: S['Channel']; status?: S['DeliveryStatus'] } & Page }>;
  };
  '/v1/inbox': { get: Op<{ items: S['Thread'][]; next_cursor: string | null; unread: number }, { query: Page }> };
  '/v1/inbox/{thread_id}': { get: Op<S['ThreadPage'], { path: { thread_id: string }; query: Page }> };
  '/v1/inbox/{thread_id}/read': { post: Op<undefined, { path: { thread_id: string } }, 204> };
  '/v1/inbox/{thread_id}/entries/{entry_id}/unread': { post: Op<undefined, { path: { thread_id: string; entry_id: string } }, 204> };
  '/v1/reports/history': { get: Op<{ items: S['HistoryRow'][]; next_cursor: string | null }, { query: S['HistoryQuery'] }> };
  '/v1/reports/senders': { get: Op<{ items: S['Sender'][] }, { query: { q?: string } }> };
  '/v1/devices': { get: Op<{ items: S['Device'][] }> };
  '/v1/devices/{device_id}': { delete: Op<undefined, { path: { device_id: string } }, 204> };
  '/v1/roster/uploads': { post: Op<S['RosterUpload'], { body: { file_name: string; size: number } }> };
  '/v1/roster/imports': { get: Op<{ items: S['RosterImport'][] }> };
  '/v1/roster/imports/{import_id}': { get: Op<S['RosterImport'], { path: { import_id: string } }> };
  '/v1/roster/imports/{import_id}/rows': {
    get: Op<{ items: S['RosterRow'][]; next_cursor: string | null }, { path: { import_id: string }; query: { kind: S['RosterRowKind'] } & Page }>;
  };
  '/v1/roster/imports/{import_id}/approve': { post: Op<undefined, { path: { import_id: string } }, 202> };
  '/v1/roster/imports/{import_id}/reject': { post: Op<undefined, { path: { import_id: string } }, 202> };
}

export interface components {
  schemas: {
    Channel: 'email' | 'sms' | 'voice' | 'push' | 'portal';
    DeliveryStatus: 'pending' | 'sent' | 'error' | 'expired' | 'duplicate';
    RecipientType: string;
    Problem: {
      type: string; title: string; status: number; detail?: string;
      errors?: { field: string; message: string }[];
      recipients?: number; by_channel?: { [channel: string]: S['Reach'] };
    };
    SignInAnswer: { access_token?: string; refresh_token?: string; expires_in?: number; challenge?: 'new_password_required'; session?: string };
    Me: {
      user_id: string; name: string; email?: string | null; roles: string[]; profiles: { id: string; title: string }[]; language: string;
      district: { id: string; name: string; time_zone: string };
      schools: { school_id: string; name: string; students: number }[];
      permissions: { [key: string]: 'view' | 'edit' };
      recipient_types: string[];
      settings: { sms_character_limit: number; call_character_limit: number; confirm_over: number; always_confirm: boolean };
      unread: number;
    };
    School: { school_id: string; name: string; students: number; time_zone: string };
    Grade: { grade: string; students: number };
    Section: { section_id: string; title: string; school_id: string; period?: string | null; teachers: string[]; students: number };
    Student: { student_id: string; name: string; grade?: string | null; school_id: string; school_name: string };
    StudentPage: { items: S['Student'][]; next_cursor: string | null; total: number };
    Staff: { user_id: string; name: string; roles: string[]; school_ids: string[]; school_names: string[] };
    StaffPage: { items: S['Staff'][]; next_cursor: string | null; total: number };
    Audience: {
      students: { recipient_type: string; schools: string[]; grades: { school_id: string; grade: string }[]; sections: string[]; students: string[] } | null;
      staff: { users: string[] } | null;
    };
    Reach: { reachable: number; unreachable: number };
    AudienceCount: {
      students_selected: number; students_possible: number; staff_selected: number; staff_possible: number;
      people: number; by_channel: { [channel: string]: S['Reach'] }; unreachable_people: number;
    };
    NewMessage: {
      school_id: string; subject: string; audience: S['Audience'];
      parts: {
        email?: { html: string }; sms?: { text: string; emergency?: boolean };
        voice?: { kind: 'tts'; text: string; language?: string; emergency?: boolean }; push?: Record<string, never>;
      };
      priority?: boolean; confirmed_recipients?: number;
    };
    Part: { channel: S['Channel']; total: number; sent: number; pending: number; expired: number; errors: number; duplicates: number };
    Message: {
      message_id: string; subject: string; html?: string | null; sms_text?: string | null; voice_text?: string | null; sent_at: string;
      source: 'school' | 'district' | 'user'; sender: { user_id: string; name: string }; school_id: string; recipient_type: string[]; to: string;
      priority: boolean; emergency: boolean; status: 'resolving' | 'sending' | 'done'; people: number; parts: S['Part'][];
    };
    Recipient: {
      delivery_id: string; last_update: string; status: S['DeliveryStatus']; channel: S['Channel']; recipient_type: string; name: string;
      person_id: string; person_kind: 'student' | 'contact' | 'staff'; destination?: string | null; school_id?: string | null; school_name?: string | null;
      regarding_student?: string | null; student_id?: string | null; expires_at?: string | null; error?: string | null;
    };
    RecipientPage: { items: S['Recipient'][]; next_cursor: string | null; total?: number };
    Thread: { thread_id: string; with: S['Correspondent']; unread: number; last_at: string; subject: string; snippet: string };
    Correspondent: { name: string; school_name?: string | null };
    ThreadEntry: { entry_id: string; message_id: string; subject: string; html: string; sent_at: string; outgoing: boolean; unread: boolean; regarding_student?: string | null };
    ThreadPage: { thread_id: string; with: S['Correspondent']; items: S['ThreadEntry'][]; next_cursor: string | null };
    HistoryQuery: Page & { channel?: string; school_id?: string; from?: string; to?: string; user_id?: string; all_users?: boolean };
    HistoryRow: {
      message_id: string; channel: S['Channel']; sent_at: string; type: string; subject: string; snippet: string; source: string;
      from: { user_id: string; name: string }; recipient_type: string[]; to: string; regarding_student?: string | null;
      total: number; sent: number; pending: number; expired: number; errors: number; priority: boolean; emergency: boolean;
    };
    Sender: { user_id: string; name: string };
    Device: { device_id: string; platform: 'web' | 'ios' | 'android'; name?: string | null; created_at?: string; last_seen_at?: string | null };
    RosterUpload: { import_key: string; upload: { url: string; fields: { [name: string]: string } }; expires_at: string };
    RosterChange: { added: number; changed: number; removed: number; unchanged: number };
    RosterImport: {
      import_id: string; file_name: string; received_at: string; progress: number;
      status: 'reading' | 'held' | 'applying' | 'applied' | 'refused' | 'rejected' | 'unchanged';
      summary: { [table: string]: S['RosterChange'] }; ignored: string[]; problems: number; hold_reason?: string | null; refusal?: string | null;
    };
    RosterRowKind: 'problem' | 'added' | 'changed' | 'removed';
    RosterRow: { file: string; line: number; id: string; kind: S['RosterRowKind']; name?: string | null; message: string };
  };
}
