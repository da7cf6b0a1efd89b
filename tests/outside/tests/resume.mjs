// A subscriber outlives its servers. While changes come, servers are killed (kill -9), and told to stop, again and
// again; each time the graphql-ws client connects again by itself and goes on after the last cursor that it heard.
// Whoever observes sends again what was not answered. args: URL KEY OPS PIDFILE…
import fs from 'node:fs';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { AUTH, KEY, URL_, WS, authFetch, check, done, eq, ok, sleep } from '../lib.mjs';

const PIDFILES = process.argv.slice(5);
const STOPS = ['SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGKILL'];
const WRITERS = 3;
const mine = `resume-${process.pid}-`;

const ask = async (query, variables = {}) => {
  const response = await authFetch(URL_, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(10000),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};
const insist = async (...question) => {
  for (let tries = 0; ; tries++) {
    try { return await ask(...question); } catch (e) { if (tries > 200) throw e; await sleep(50); }
  }
};
const until = async (what, holds, ms) => {
  for (const end = Date.now() + ms; !holds(); await sleep(20)) ok(Date.now() < end, `waited ${ms} ms for ${what}`);
};

const CHANGE = 'id profile { externalId } from { key } to { key } move trigger';
const start = (await ask('{ feed { cursor } }')).feed.cursor;

let connections = 0;
const listen = (heard, options = {}) => {
  const client = createClient({
    url: WS,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: AUTH.authorization },
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: () => sleep(50),
    ...options,
  });
  // The client sends the same payload whenever it has connected again; `after` says each time where it is by then.
  const variables = { get after() { return heard.at(-1)?.cursor ?? start; } };
  client.subscribe(
    { query: `subscription S($after: String) { stageChanges(journey: "forms", after: $after) { cursor change { ${CHANGE} } } }`, variables },
    {
      next: ({ data, errors }) => { if (errors) console.log('errors', JSON.stringify(errors)); else heard.push(data.stageChanges); },
      error: (e) => console.log('error', e?.message ?? JSON.stringify(e)),
      complete: () => {},
    },
  );
  return client;
};

const answered = new Set();
let writing = true;
let sent = 0;
const write = async () => {
  while (writing) {
    const ids = Array.from({ length: 3 }, () => `${mine}${sent++}`);
    const observations = ids.map((id) => ({ kind: 'CONTACT', externalId: id, messageId: id, event: 'form' }));
    const { observe } = await insist('mutation M($o: [ObservationInput!]!) { observe(observations: $o) { accepted duplicates refused } }', { o: observations });
    eq(observe.accepted + observe.duplicates, ids.length, JSON.stringify(observe));
    ids.forEach((id) => answered.add(id));
    await sleep(10);
  }
};

const heard = [];
const client = listen(heard, { on: { connected: () => { connections++; } } });
await until('the first connection', () => connections > 0, 5000);
const writers = Array.from({ length: WRITERS }, write);

for (const [n, signal] of STOPS.entries()) {
  await check(`the client goes on after ${signal}`, async () => {
    const [before, once] = [heard.length, connections];
    await until('changes before it', () => heard.length > before + 20, 20000);
    await sleep(Math.random() * 100);
    // Whichever server it listens to is among those that are stopped in turn; with several, stop each.
    for (const file of PIDFILES) {
      process.kill(Number(fs.readFileSync(file, 'utf8')), signal);
      if (PIDFILES.length > 1) await sleep(700);
    }
    await until('the client to connect again', () => connections > once, 30000);
    const then = heard.length;
    await until('changes after it', () => heard.length > then + 20, 30000);
    return `${heard.length} changes heard, ${connections} connections`;
  });
}
writing = false;
await Promise.all(writers);

// One form moves a profile to `fresh` at once, and one second later time moves it back.
const own = () => heard.filter(({ change }) => change.profile.externalId.startsWith(mine));
// What a killed process had taken on to do in time is another's after a minute.
await until(`${2 * answered.size} changes`, () => own().length >= 2 * answered.size, 90000).catch((e) => console.log(e.message));
await check('every answered observation moved its profile, there and back, once', async () => {
  await sleep(500);
  const moves = new Map();
  for (const { change } of own()) {
    const id = change.profile.externalId;
    moves.set(id, [...(moves.get(id) ?? []), `${change.from?.key ?? ''}>${change.to.key} ${change.move} ${change.trigger}`]);
  }
  eq([...moves.keys()].sort(), [...answered].sort());
  for (const [id, list] of moves) eq(list, ['>fresh ENTER DATA', 'fresh>odd REGRESS TIME'], id);
  return `${answered.size} observations, ${heard.length} changes`;
});
await check('what was heard is what is kept: no gap, no repeat', async () => {
  const kept = [];
  for (let after = start, more = true; more;) {
    const { stageChanges: page } = await ask(
      `query Q($after: String) { stageChanges(journey: "forms", first: 100, after: $after) { edges { cursor node { ${CHANGE} } } pageInfo { hasNextPage endCursor } } }`, { after });
    kept.push(...page.edges.map(({ cursor, node }) => ({ cursor, change: node })));
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  eq(heard.map(({ cursor }) => cursor), kept.map(({ cursor }) => cursor));
  eq(heard, kept);
});
await check('who comes late hears the same', async () => {
  const late = [];
  const another = listen(late);
  await until('all of it', () => late.length >= heard.length, 10000);
  await sleep(200);
  eq(late, heard);
  await another.dispose();
});
await client.dispose();
done();
