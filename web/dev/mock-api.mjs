// A stand-in for the API while the app is being built: the same contract, a small made-up district, everything in
// memory. Never part of the bundle. Sign in as principal, teacher, parent or newcomer with any password but "wrong".
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';

const port = Number(process.env.MOCK_PORT ?? 5171);
const slow = Number(process.env.MOCK_DELAY_MS ?? 80);
const firsts = ['Maya', 'Liam', 'Sofía', 'Noah', 'Amina', 'Ethan', 'Lucía', 'Omar', 'Grace', 'Mateo', 'Hana', 'Jonas', 'Priya', 'Caleb', 'Yusuf', 'Ella', 'Diego', 'Nora', 'Tam', 'Isaac'];
const lasts = ['Alvarez', 'Brooks', 'Chen', 'Dubois', 'Eriksen', 'Flores', 'Garcia', 'Haddad', 'Ito', 'Johnson', 'Khan', 'Lopez', 'Murphy', 'Nguyen', "O'Neill", 'Patel', 'Quist', 'Rivera', 'Silva', 'Tran'];
const pickAt = (list, n) => list[n % list.length];
const name = (n) => `${pickAt(firsts, n * 7 + (n >> 3))} ${pickAt(lasts, n * 3 + (n >> 2))}`;

const schools = [
  { school_id: 'sch_lincoln', name: 'Lincoln High School', students: 1345, time_zone: 'America/Chicago' },
  { school_id: 'sch_maple', name: 'Maple Middle School', students: 612, time_zone: 'America/Chicago' },
  { school_id: 'sch_birch', name: 'Birch Elementary', students: 388, time_zone: 'America/Chicago' },
];
const grades = { sch_lincoln: ['09', '10', '11', '12'], sch_maple: ['06', '07', '08'], sch_birch: ['KG', '01', '02', '03', '04', '05'] };
const students = schools.flatMap((s, k) => Array.from({ length: s.students }, (_, i) => ({
  student_id: `stu_${k}_${i}`, name: name(i + k * 31), grade: pickAt(grades[s.school_id], i), school_id: s.school_id, school_name: s.name,
})));
const staff = Array.from({ length: 88 }, (_, i) => ({ user_id: `usr_${i}`, name: name(i * 5 + 3), roles: ['teacher'], school_ids: [pickAt(schools, i).school_id], school_names: [pickAt(schools, i).name] }));
const subjects = ['Algebra I', 'Biology', 'World History', 'English 9', 'Chemistry', 'Spanish II', 'Orchestra', 'Physical Education'];
const sections = schools.flatMap((s) => subjects.map((title, i) => ({
  section_id: `sec_${s.school_id}_${i}`, title, school_id: s.school_id, period: String((i % 7) + 1), teachers: [staff[i].name], students: 18 + ((i * 5) % 14),
})));

const admin = Object.fromEntries(['communication', 'send_messages', 'send_as_priority', 'send_to_student', 'send_to_primary_contacts', 'send_to_staff', 'push', 'send_sms', 'phone_calls', 'emergency_calls', 'communication_reports', 'reports_view_all_users', 'manage_roster'].map((k) => [k, 'edit']));
const teacher = Object.fromEntries(['communication', 'send_messages', 'send_to_primary_contacts', 'send_to_staff', 'push', 'send_sms', 'communication_reports'].map((k) => [k, 'edit']));
const common = { language: 'en', district: { id: 'dst_1', name: 'Maple Valley School District', time_zone: 'America/Chicago' }, settings: { sms_character_limit: 130, call_character_limit: 1000, confirm_over: 100, always_confirm: false } };
const people = {
  principal: { user_id: 'usr_p', name: 'Dana Whitfield', email: 'dana.whitfield@maplevalley.example', roles: ['admin'], profiles: [{ id: 'p1', title: 'Principal' }], schools, permissions: admin, recipient_types: ['students', 'primary_contacts'], unread: 3, ...common },
  newcomer: { user_id: 'usr_n', name: 'Robin Vale', email: 'robin@maplevalley.example', roles: ['admin'], profiles: [{ id: 'p1', title: 'Principal' }], schools, permissions: admin, recipient_types: ['students', 'primary_contacts'], unread: 0, ...common },
  teacher: { user_id: 'usr_t', name: 'Samir Haddad', email: 'samir.haddad@maplevalley.example', roles: ['teacher'], profiles: [{ id: 'p2', title: 'Teacher' }], schools: [schools[0]], permissions: teacher, recipient_types: ['primary_contacts'], unread: 0, ...common },
  parent: { user_id: 'usr_f', name: 'Lucía Rivera', email: 'lucia.rivera@mail.example', roles: ['parent'], profiles: [{ id: 'p3', title: 'Family' }], schools: [], permissions: { communication: 'view' }, recipient_types: [], unread: 2, ...common },
};

const hoursAgo = (h) => new Date(Date.now() - h * 3_600_000).toISOString();
const part = (channel, total, errors = 0, expired = 0, pending = 0) => ({ channel, total, errors, expired, pending, sent: total - errors - expired - pending, duplicates: 0 });
const letter = '<p>Dear families,</p><p>Because of the <strong>ice storm</strong>, all schools open <strong>two hours late</strong> on Monday, November 23. Buses run two hours later than usual.</p><ul><li>Breakfast is served on arrival.</li><li>Morning pre-kindergarten does not meet.</li></ul><p>Please drive carefully. The latest is at <a href="https://maplevalley.example/weather">our weather page</a>.</p><p>Dana Whitfield<br>Principal</p>';
const message = (i, more) => ({
  message_id: `msg_${i}`, subject: pickAt(['Two-hour delay on Monday', 'Picture day is Thursday', 'Your conference time', 'Band concert this Friday', 'Lunch menu for December', 'Attendance reminder'], i),
  html: letter, sms_text: i % 2 ? null : 'Lincoln High: schools open 2 hours late Mon Nov 23 because of ice. Buses run 2 hours late.', voice_text: null,
  sent_at: hoursAgo(5 + i * 19), source: 'user', sender: { user_id: 'usr_p', name: 'Dana Whitfield' }, school_id: 'sch_lincoln', recipient_type: ['primary_contacts'],
  to: pickAt(["Lincoln High School: all students' primary contacts", 'Grade 9: primary contacts', 'Biology, period 2: primary contacts'], i), priority: i === 0, emergency: false, status: 'done', people: 2143,
  parts: [part('email', 1980, i % 3 ? 0 : 12), ...(i % 2 ? [] : [part('sms', 1702, 31, 4)]), part('portal', 1411)], ...more,
});
const messages = Array.from({ length: 47 }, (_, i) => message(i));
const byKey = new Map();
const thread = (i) => ({
  thread_id: `thr_${i}`, with: { name: pickAt(['Lincoln High School', 'Samir Haddad', 'Grace Murphy', 'Maple Valley School District', 'Hana Ito'], i), school_name: pickAt(schools, i).name },
  unread: i < 2 ? 2 - i : 0, last_at: hoursAgo(i * 9 + 1), subject: messages[i].subject, snippet: 'Because of the ice storm, all schools open two hours late on Monday, November 23.',
});
const threads = Array.from({ length: 36 }, (_, i) => thread(i));
const devices = [{ device_id: 'dev_1', platform: 'ios', name: "Dana's iPhone", created_at: hoursAgo(900) }];
const change = (added, changed, removed, unchanged) => ({ added, changed, removed, unchanged });
const imports = [
  { import_id: 'imp_2', file_name: 'maple-valley-2026-11-22.zip', received_at: hoursAgo(3), status: 'held', progress: 1, problems: 14, ignored: ['users.csv: column "ext_locker" is not known'], hold_reason: 'It would remove 96 of 612 people at Maple Middle School (15.7%).', refusal: null,
    summary: { schools: change(0, 0, 0, 3), students: change(12, 40, 96, 2197), contacts: change(20, 61, 143, 3890), staff: change(1, 0, 0, 87), sections: change(0, 4, 0, 212), enrollments: change(310, 0, 702, 12001) } },
  { import_id: 'imp_1', file_name: 'maple-valley-2026-11-21.zip', received_at: hoursAgo(27), status: 'applied', progress: 1, problems: 0, ignored: [], hold_reason: null, refusal: null,
    summary: { schools: change(3, 0, 0, 0), students: change(2345, 0, 0, 0), contacts: change(4120, 0, 0, 0), staff: change(88, 0, 0, 0), sections: change(216, 0, 0, 0), enrollments: change(12703, 0, 0, 0) } },
  { import_id: 'imp_0', file_name: 'export (3).zip', received_at: hoursAgo(30), status: 'refused', progress: 1, problems: 1, ignored: [], hold_reason: null, refusal: 'The zip has no users.csv. Export all files and upload again.', summary: {} },
];

const page = (list, query, extra = {}) => {
  const limit = Number(query.get('limit') ?? 20);
  const from = Number(query.get('cursor') ?? 0);
  return { items: list.slice(from, from + limit), next_cursor: from + limit < list.length ? String(from + limit) : null, ...extra };
};
const problem = (status, slug, more = {}) => ({ status, type: `/problems/${slug}`, title: slug, ...more });
const matches = (q) => (x) => !q || (x.name ?? x.title).toLowerCase().includes(q.toLowerCase());

function count(audience) {
  const s = audience.students;
  const chosen = new Set();
  if (s) {
    for (const x of students) {
      if (s.schools.includes(x.school_id) || s.grades.some((g) => g.school_id === x.school_id && g.grade === x.grade) || s.students.includes(x.student_id)) chosen.add(x.student_id);
    }
    s.sections.forEach((id) => { for (let i = 0; i < (sections.find((x) => x.section_id === id)?.students ?? 0); i += 1) chosen.add(`stu_0_${i}`); });
  }
  const users = audience.staff?.users.length ?? 0;
  const people = Math.round(chosen.size * (s?.recipient_type === 'students' ? 1 : 1.593)) + users;
  const reach = (share) => ({ reachable: Math.round(people * share), unreachable: people - Math.round(people * share) });
  return { students_selected: chosen.size, students_possible: 1345, staff_selected: users, staff_possible: 88, people,
    by_channel: { email: reach(0.924), sms: reach(0.81), voice: reach(0.93), push: reach(0.4), portal: reach(0.66) }, unreachable_people: Math.round(people * 0.012) };
}

function recipient(m, i, ofChannel) {
  const p = m.parts.find((x) => x.channel === ofChannel) ?? m.parts[0];
  const status = i < p.errors ? 'error' : i < p.errors + p.pending ? 'pending' : 'sent';
  const n = name(i);
  return { delivery_id: `del_${p.channel}_${i}`, last_update: m.sent_at, status, channel: p.channel, recipient_type: 'primary_contacts', name: n, person_id: `con_${i}`, person_kind: 'contact',
    destination: p.channel === 'email' ? `${n.split(' ')[0].toLowerCase()}.${i}@mail.example` : '+1 555 010 0' + String(i % 1000).padStart(3, '0'), school_id: 'sch_lincoln', school_name: 'Lincoln High School',
    regarding_student: name(i + 9), student_id: String(100000 + i), expires_at: null, error: status === 'error' ? pickAt(['The mailbox does not exist.', 'The number does not take texts.', 'The person has opted out.'], i) : null };
}

function run(m) {
  setTimeout(() => { m.status = 'sending'; m.parts = m.wanted.map((c) => ({ ...part(c, m.people), sent: 0, pending: m.people })); }, 1200);
  const timer = setInterval(() => {
    if (m.status === 'resolving') return;
    for (const p of m.parts) {
      const step = Math.min(p.pending, Math.ceil(p.total / 14));
      const bad = Math.min(step, Math.random() < 0.4 ? 3 : 0);
      p.pending -= step; p.errors += bad; p.sent += step - bad;
    }
    if (m.parts.every((p) => p.pending === 0)) { m.status = 'done'; clearInterval(timer); }
  }, 900);
}

function routes(method, path, query, body, who, headers) {
  const at = (pattern) => { const m = new RegExp(`^/v1${pattern}$`).exec(path); return m && m.slice(1).map(decodeURIComponent); };
  const is = (verb, pattern) => (method === verb ? at(pattern) : null);
  let m;
  if (is('POST', '/sign-in')) {
    if (!people[body.username] || body.password === 'wrong') return [401, problem(401, 'unauthenticated', { detail: 'The name or the password is not right.' })];
    if (body.password === 'first') return [200, { challenge: 'new_password_required', session: 'abc' }];
    return [200, { access_token: `a-${body.username}`, refresh_token: `r-${body.username}`, expires_in: 3600 }];
  }
  if (is('POST', '/sign-in/new-password')) return [200, { access_token: `a-${body.username}`, refresh_token: `r-${body.username}`, expires_in: 3600 }];
  if (is('POST', '/sign-in/refresh')) return [401, problem(401, 'unauthenticated')];
  if (!who) return [401, problem(401, 'unauthenticated')];
  const isNew = who.user_id === 'usr_n';
  if (is('POST', '/sign-out')) return [204];
  if (is('GET', '/me')) return [200, who];
  if (is('GET', '/schools')) return [200, { items: schools }];
  if ((m = is('GET', '/schools/([^/]+)/grades'))) return [200, { items: grades[m[0]].map((g) => ({ grade: g, students: students.filter((s) => s.school_id === m[0] && s.grade === g).length })) }];
  if (is('GET', '/sections')) return [200, { items: sections.filter((s) => s.school_id === query.get('school_id')).filter(matches(query.get('q'))) }];
  if (is('GET', '/students')) return [200, page(students.filter((s) => s.school_id === query.get('school_id')).filter(matches(query.get('q'))), query, { total: 1345 })];
  if (is('GET', '/staff')) return [200, page(staff.filter(matches(query.get('q'))), query, { total: 88 })];
  if (is('POST', '/audience/count')) return [200, count(body.audience)];
  if (is('POST', '/messages')) {
    const key = headers['idempotency-key'];
    if (byKey.has(key)) return [202, byKey.get(key)];
    const c = count(body.audience);
    if (body.parts.sms?.text.includes('refuse')) return [400, problem(400, 'invalid', { detail: 'Please correct the fields.', errors: [{ field: 'parts.sms.text', message: 'The text message holds a word that is refused.' }] })];
    if (c.people > 100 && body.confirmed_recipients !== c.people) return [409, problem(409, 'confirmation-required', { recipients: c.people, by_channel: c.by_channel })];
    const wanted = [...Object.keys(body.parts), 'portal'];
    const sent = message(messages.length, { message_id: `msg_${randomUUID()}`, subject: body.subject.trim() || 'New Message', html: body.parts.email?.html ?? null, sms_text: body.parts.sms?.text ?? null, voice_text: body.parts.voice?.text ?? null,
      sent_at: new Date().toISOString(), status: 'resolving', people: c.people, parts: [], wanted, priority: Boolean(body.priority) });
    messages.unshift(sent); byKey.set(key, sent); run(sent);
    return [202, sent];
  }
  if (is('GET', '/messages')) return [200, page(isNew ? [] : messages, query)];
  if ((m = is('GET', '/messages/([^/]+)'))) { const found = messages.find((x) => x.message_id === m[0]); return found ? [200, found] : [404, problem(404, 'not-found')]; }
  if ((m = is('GET', '/messages/([^/]+)/recipients'))) {
    const found = messages.find((x) => x.message_id === m[0]);
    const wanted = found.parts.filter((p) => !query.get('channel') || p.channel === query.get('channel'));
    const rows = wanted.flatMap((p) => Array.from({ length: p.total }, (_, i) => recipient(found, i, p.channel))).filter((r) => !query.get('status') || r.status === query.get('status'));
    return [200, page(rows, query, { total: rows.length })];
  }
  if (is('GET', '/inbox')) return [200, page(isNew ? [] : threads, query, { unread: who.unread })];
  if ((m = is('GET', '/inbox/([^/]+)'))) {
    const t = threads.find((x) => x.thread_id === m[0]);
    if (!t) return [404, problem(404, 'not-found')];
    return [200, { thread_id: t.thread_id, with: t.with, next_cursor: null, items: [
      { entry_id: 'e3', message_id: 'msg_0', subject: t.subject, html: letter, sent_at: t.last_at, outgoing: false, unread: t.unread > 0, regarding_student: 'Mateo Rivera' },
      { entry_id: 'e2', message_id: 'msg_8', subject: '', html: '<p>Thank you, we will be there.</p>', sent_at: hoursAgo(52), outgoing: true, unread: false },
      { entry_id: 'e1', message_id: 'msg_2', subject: 'Your conference time', html: '<p>Your conference is on Tuesday at <strong>4:20 pm</strong>, room 112.</p>', sent_at: hoursAgo(70), outgoing: false, unread: false, regarding_student: 'Mateo Rivera' },
    ] }];
  }
  if ((m = is('POST', '/inbox/([^/]+)/read'))) { const t = threads.find((x) => x.thread_id === m[0]); who.unread = Math.max(0, who.unread - t.unread); t.unread = 0; return [204]; }
  if ((m = is('POST', '/inbox/([^/]+)/entries/([^/]+)/unread'))) { threads.find((x) => x.thread_id === m[0]).unread += 1; who.unread += 1; return [204]; }
  if (is('GET', '/reports/history')) {
    const wanted = query.get('channel')?.split(',');
    const rows = messages.flatMap((x) => x.parts.map((p) => ({ message_id: x.message_id, channel: p.channel, sent_at: x.sent_at, type: p.channel, subject: x.subject, snippet: 'Because of the ice storm, all schools open two hours late.', source: x.source, from: x.sender,
      recipient_type: x.recipient_type, to: x.to, regarding_student: null, total: p.total, sent: p.sent, pending: p.pending, expired: p.expired, errors: p.errors, priority: x.priority, emergency: x.emergency })));
    return [200, page(rows.filter((r) => !wanted || wanted.includes(r.channel)), query)];
  }
  if (is('GET', '/reports/senders')) return [200, { items: staff.filter(matches(query.get('q'))).slice(0, 20) }];
  if (is('GET', '/devices')) return [200, { items: isNew ? [] : devices }];
  if ((m = is('DELETE', '/devices/([^/]+)'))) { devices.splice(devices.findIndex((d) => d.device_id === m[0]), 1); return [204]; }
  if (is('POST', '/roster/uploads')) return [200, { import_key: 'k', upload: { url: '/uploads', fields: { key: 'k', file_name: body.file_name } }, expires_at: hoursAgo(-1) }];
  if (is('GET', '/roster/imports')) return [200, { items: isNew ? [] : imports }];
  if ((m = is('GET', '/roster/imports/([^/]+)'))) return [200, imports.find((i) => i.import_id === m[0])];
  if ((m = is('GET', '/roster/imports/([^/]+)/rows'))) {
    const total = { problem: 14, added: 32, changed: 101, removed: 239 }[query.get('kind')];
    const rows = Array.from({ length: total }, (_, i) => ({ file: 'users.csv', line: i * 7 + 2, id: `u-${1000 + i}`, kind: query.get('kind'), name: name(i), message: query.get('kind') === 'problem' ? 'The phone number "555-01" is too short. It was left out.' : 'Left grade 08; now grade 09.' }));
    return [200, page(rows, query)];
  }
  if ((m = is('POST', '/roster/imports/([^/]+)/(approve|reject)'))) {
    const i = imports.find((x) => x.import_id === m[0]);
    i.status = m[1] === 'approve' ? 'applying' : 'rejected'; i.progress = 0.1;
    if (m[1] === 'approve') { const timer = setInterval(() => { i.progress = Math.min(1, i.progress + 0.2); if (i.progress === 1) { i.status = 'applied'; clearInterval(timer); } }, 700); }
    return [202];
  }
  return [404, problem(404, 'not-found')];
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', (c) => chunks.push(c));
  request.on('end', () => setTimeout(() => {
    const url = new URL(request.url, 'http://x');
    if (url.pathname === '/uploads') {
      imports.unshift({ ...imports[1], import_id: `imp_${randomUUID()}`, file_name: 'uploaded.zip', received_at: new Date().toISOString(), status: 'unchanged', problems: 0 });
      response.writeHead(204).end();
      return;
    }
    const who = people[(request.headers.authorization ?? '').replace('Bearer a-', '')];
    const text = Buffer.concat(chunks).toString();
    const [status, body] = routes(request.method, url.pathname, url.searchParams, text ? JSON.parse(text) : {}, who, request.headers);
    response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json', 'cache-control': 'no-store' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }, slow));
}).listen(port, '127.0.0.1', () => console.log(`mock API on http://127.0.0.1:${port}`));
