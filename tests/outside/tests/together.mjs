// Two people edit one draft while its servers are killed (kill -9) and told to stop, again and again. Each draws what the
// `designer` subscription says and nothing else; its graphql-ws client connects again by itself and goes on after the last
// revision that it heard. In the end both have drawn what is kept. args: URL KEY OPS PIDFILE…
import fs from 'node:fs';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { AUTH, URL_, WS, authFetch, check, done, eq, ok, sleep } from '../lib.mjs';

const PIDFILES = process.argv.slice(5);
const STOPS = ['SIGKILL', 'SIGTERM', 'SIGKILL'];
const mine = `together-${process.pid}`;

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
  for (const end = Date.now() + ms; !(await holds()); await sleep(20)) ok(Date.now() < end, `waited ${ms} ms for ${what}`);
};

const CANVAS = `
  nodes { id type position { x y } width height parentId data }
  edges { id type source target sourceHandle targetHandle label data }`;
const PRESENCE = 'clientId left selection cursor { x y }';
const LISTEN = `
  subscription D($draft: ID!, $client: String!, $after: Int) {
    designer(draftId: $draft, clientId: $client, after: $after) {
      __typename
      ... on DesignerNews { revision }
      ... on DesignerWhole { draft { canvas { ${CANVAS} } } presence { ${PRESENCE} } problems { id } }
      ... on DesignerEdits { canvas { ${CANVAS} removedNodes removedEdges nodeOrder edgeOrder } }
      ... on DesignerProblems { problems { id } }
      ... on DesignerPresence { ${PRESENCE} }
    }
  }`;
const READ = `query R($draft: ID!) { journeyDraft(id: $draft) { revision problems { id } canvas { ${CANVAS} } } }`;
const APPLY = `
  mutation A($input: ApplyJourneyEditsInput!) {
    applyJourneyEdits(input: $input) { __typename ... on EditsApplied { revision } ... on Refusal { code message } }
  }`;
const SHOW = 'mutation S($input: ShareDesignerPresenceInput!) { shareDesignerPresence(input: $input) { __typename } }';

const { createJourney } = await ask(
  'mutation C($input: CreateJourneyInput!) { createJourney(input: $input) { ... on JourneyCreated { draft { id } } } }',
  { input: { blank: { key: mine, name: 'Together', kind: 'CONTACT' } } });
const draft = createJourney.draft.id;
const read = async () => (await insist(READ, { draft })).journeyDraft;

// As the schema tells clients to do: take away, put in place, append, sort.
const redrawn = (drawn, changed, removed, order) => {
  const told = new Map(changed.map((one) => [one.id, one]));
  const kept = drawn.filter(({ id }) => !removed.includes(id)).map((one) => {
    const other = told.get(one.id) ?? one;
    told.delete(one.id);
    return other;
  });
  const all = [...kept, ...told.values()];
  return order ? order.map((id) => all.find((one) => one.id === id)) : all;
};

class Person {
  constructor(name) {
    Object.assign(this, { name, revision: undefined, nodes: [], edges: [], problems: [], heard: [], others: new Map(), connections: 0 });
  }
  listen() {
    const self = this;
    this.client = createClient({
      url: WS,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: AUTH.authorization },
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: () => sleep(50),
      on: { connected: () => { this.connections++; } },
    });
    const variables = { draft, client: this.name, get after() { return self.revision; } };
    this.client.subscribe({ query: LISTEN, variables }, {
      next: ({ data, errors }) => { if (errors) console.log('errors', JSON.stringify(errors)); else this.hear(data.designer); },
      error: (e) => console.log('error', e?.message ?? JSON.stringify(e)),
      complete: () => {},
    });
  }
  hear(event) {
    const kind = event.__typename;
    if (kind === 'DesignerSnapshot' || kind === 'DesignerResync') {
      [this.nodes, this.edges] = [event.draft.canvas.nodes, event.draft.canvas.edges];
      [this.revision, this.heard] = [event.revision, []];
      for (const other of event.presence) this.others.set(other.clientId, other);
    }
    if (kind === 'DesignerEdits') {
      const { canvas } = event;
      this.nodes = redrawn(this.nodes, canvas.nodes, canvas.removedNodes, canvas.nodeOrder);
      this.edges = redrawn(this.edges, canvas.edges, canvas.removedEdges, canvas.edgeOrder);
      this.heard.push(event.revision);
    }
    if (kind === 'DesignerPresence') this.others.set(event.clientId, event);
    if (event.problems) this.problems = event.problems;
    this.revision = Math.max(this.revision, event.revision);
  }
  // What somebody does who sees what this person sees.
  edits() {
    const pick = (list) => list[Math.floor(Math.random() * list.length)];
    const stages = this.nodes.filter(({ type }) => type === 'stage').map(({ id }) => id);
    const key = `${this.name}-${Math.random().toString(36).slice(2, 10)}`;
    const add = { addStage: { key, name: key } };
    if (stages.length < 3) return [add];
    return pick([
      () => [add, { updateStage: { id: pick(stages), goal: key } }],
      () => [{ moveNodes: { nodes: [{ id: pick(stages), x: Math.random() * 999, y: 7 }] } }],
      () => [{ updateStage: { id: pick(stages), name: key } }],
      () => [{ addTransition: { from: pick(stages), to: pick(stages) } }],
      () => [{ removeElements: { ids: [pick(stages)] } }],
    ])();
  }
  async edit() {
    while (writing) {
      if (this.revision === undefined) { await sleep(20); continue; }
      const idempotencyKey = `${this.name}-${sent++}-${process.pid}`;
      const input = { draftId: draft, clientId: this.name, baseRevision: this.revision, edits: this.edits(), idempotencyKey };
      const { applyJourneyEdits: answer } = await insist(APPLY, { input });
      answers[answer.__typename] = (answers[answer.__typename] ?? 0) + 1;
      await sleep(20);
    }
  }
}

let writing = true;
let sent = 0;
const answers = {};
const people = [new Person('ann'), new Person('bob')];
for (const person of people) person.listen();
await until('both to see the draft', () => people.every(({ revision }) => revision !== undefined), 10000);
const writers = people.map((person) => person.edit());

for (const signal of STOPS) {
  await check(`both go on after ${signal}`, async () => {
    const [before, once] = [people.map(({ revision }) => revision), people.map(({ connections }) => connections)];
    await until('edits before it', () => people.every(({ revision }, n) => revision > before[n] + 10), 20000);
    for (const file of PIDFILES) {
      process.kill(Number(fs.readFileSync(file, 'utf8')), signal);
      if (PIDFILES.length > 1) await sleep(700);
    }
    await until('both to connect again', () => people.every(({ connections }, n) => connections > once[n]), 30000);
    const then = people.map(({ revision }) => revision);
    await until('edits after it', () => people.every(({ revision }, n) => revision > then[n] + 10), 30000);
    return `revision ${people[0].revision}, connections ${people.map(({ connections }) => connections)}`;
  });
}
writing = false;
await Promise.all(writers);
const kept = await read();

await check('both have drawn what is kept', async () => {
  await until('the last batch', () => people.every(({ revision }) => revision === kept.revision), 20000);
  for (const { name, nodes, edges } of people) {
    eq(nodes, kept.canvas.nodes, name);
    eq(edges, kept.canvas.edges, name);
  }
  return `${kept.canvas.nodes.length} nodes, ${kept.canvas.edges.length} edges, ${JSON.stringify(answers)}`;
});
await check('each batch was heard once and in order', () => {
  for (const { name, heard } of people) {
    ok(heard.length > 0, `${name} heard nothing`);
    eq(heard, heard.map((_, n) => kept.revision - heard.length + 1 + n), name);
  }
});
await check('both know the same problems', async () => {
  const ids = JSON.stringify(kept.problems.map(({ id }) => id).sort());
  await until('the last problems', () => people.every(({ problems }) => JSON.stringify(problems.map(({ id }) => id).sort()) === ids), 20000);
  return `${kept.problems.length} problems`;
});
await check('each sees where the other is, until it leaves', async () => {
  const [ann, bob] = people;
  await insist(SHOW, { input: { draftId: draft, clientId: 'ann', cursor: { x: 1.5, y: 2 }, selection: [ann.nodes[0].id] } });
  await until('her pointer', () => bob.others.get('ann')?.cursor?.x === 1.5, 5000);
  ok(!ann.others.has('ann'), 'nobody is told of herself');
  await ann.client.dispose();
  await until('her to leave', () => bob.others.get('ann').left, 5000);
});
for (const { client } of people) await client.dispose();
done();
