// A whole designer session, through the public API alone: what a team writes that brings only the canvas. Ada begins with a
// template and publishes it; Ben edits the same draft meanwhile, on a socket of his own. args: URL KEY
import { check, done, equal, ok, until } from './checking.ts';
import * as documents from './documents.ts';
import type { JourneyEdit, PreviewFieldsFragment, StageMappingInput } from './gql/graphql.ts';
import { Person } from './person.ts';

const [url, key] = process.argv.slice(2);
ok(url && key, 'args: URL KEY');
const [ada, ben] = [new Person('ada', url, key), new Person('ben', url, key)];
const journey = `lifecycle-${process.pid}`;
const trait = (name: string, value: unknown) => ({ signal: { trait: name }, is: 'eq', value }) as const;
const blocking = (person: Person) => person.problems.filter(({ blocking }) => blocking).map(({ code }) => code).sort();
// Fixes and inverses come spelled as edits are sent.
const asEdits = (edits: unknown[]) => edits as JourneyEdit[];
let draft = '';

await check('a template is chosen, with what the workspace has to choose from', async () => {
  const { templates, designerCatalog } = await ada.ask(documents.Templates, { kind: 'ACCOUNT' });
  ok(templates.some(({ key }) => key === 'customer-lifecycle'), 'no such template');
  ok(designerCatalog.teams.length > 0 && designerCatalog.limits.edits === 200, JSON.stringify(designerCatalog));
});

await check('a draft begins with it', async () => {
  const input = { fromTemplate: 'customer-lifecycle', key: journey, name: 'Our customers' };
  const { createJourney } = await ada.ask(documents.Begin, { input });
  ok(createJourney.__typename === 'JourneyCreated', JSON.stringify(createJourney));
  draft = String(createJourney.draft.id);
  equal([createJourney.draft.key, createJourney.draft.revision], [journey, 0], 'draft');
});
if (!draft) done();

await check('two people sit down at it and see the same', async () => {
  await Promise.all([ada.sit(draft), ben.sit(draft)]);
  equal(ada.nodes, ben.nodes, 'nodes');
  ok(ada.nodes.filter(({ type }) => type === 'stage').length === 9, `${ada.nodes.length} nodes`);
  equal(blocking(ada), [], 'blocking problems');
});

await check('a drag is seen while it lasts, and is one step of three batches', async () => {
  const { id, position, parentId } = ada.stage('outreach');
  for (const far of [10, 20, 30]) {
    const ghost = { id, x: position.x + far, y: position.y };
    await ada.ask(documents.Show, { input: { draftId: draft, clientId: 'ada', selection: [id], ghosts: [ghost] } });
  }
  await until('ben to see the ghost', () => ben.others.get('ada')?.ghosts[0]?.x === position.x + 30);
  equal(ben.others.get('ada')?.selection, [id], 'selection');
  for (const far of [10, 20, 30]) {
    await ada.edit([{ moveNodes: { nodes: [{ id, x: position.x + far, y: position.y }] } }], { undoGroup: 'drag' });
  }
  await ben.upTo(ada.revision ?? 0);
  for (const person of [ada, ben]) equal(person.stage('outreach').parentId, parentId, 'lane');
  equal(ben.stage('outreach').position, { x: position.x + 30, y: position.y }, 'place');
  await ada.undo();
  equal(ada.stage('outreach').position, position, 'place once taken back');
  await ada.redo();
  equal(ada.stage('outreach').position, { x: position.x + 30, y: position.y }, 'place once done again');
});

await check('two stages are connected as a canvas does it', async () => {
  const connection = { source: ada.stage('onboarding').id, target: ada.stage('value').id };
  const { added } = await ada.edit([{ addTransition: { from: connection.source, to: connection.target } }]);
  await ben.upTo(ada.revision ?? 0);
  equal(ben.edge('onboarding', 'value').id, added[0], 'edge');
});

await check('a stage is inserted on a transition, and finds a place of its own', async () => {
  const stage = { key: 'kick-off', name: 'Kick-off', teams: ['customer-success'], entry: { signal: { count: 'kick_off_held' }, is: 'gte', value: 1 } } as const;
  await ben.edit([{ insertStage: { transitionId: ben.edge('conversion', 'onboarding').id, stage: { ...stage, teams: [...stage.teams] } } }]);
  await ada.upTo(ben.revision ?? 0);
  ok(ada.edge('conversion', 'kick-off') && ada.edge('kick-off', 'onboarding'), 'no edges');
  const [here, ...others] = [ada.stage('kick-off'), ...ada.nodes.filter(({ type }) => type === 'stage')];
  ok(others.every(({ id, parentId, position }) => id === here.id || parentId !== here.parentId || position.x !== here.position.x || position.y !== here.position.y), 'it lies on another');
});

await check('what does not meet is merged, what does is a conflict that shows both sides', async () => {
  const base = { baseRevision: ada.revision ?? 0 };
  const { id } = ada.stage('value');
  await ben.edit([{ updateStage: { id, goal: 'They can name a number.' } }], base);
  await ada.edit([{ updateStage: { id, name: 'First value' } }], base);
  const answer = await ada.tryEdits([{ updateStage: { id, goal: 'They tell others.' } }], base);
  ok(answer.__typename === 'EditConflict', JSON.stringify(answer));
  const [conflict] = answer.conflicts;
  equal([conflict?.field, conflict?.mine, conflict?.theirs, conflict?.clientId], ['goal', 'They tell others.', 'They can name a number.', 'ben'], 'conflict');
  await ada.upTo(Math.max(...answer.missed.map(({ revision }) => revision)));
  await ada.edit([{ updateStage: { id, goal: 'They tell others.' } }]);
  await ben.upTo(ada.revision ?? 0);
  equal([ben.stage('value').data['label'], ben.stage('value').data['goal']], ['First value', 'They tell others.'], 'stage');
});

await check('criteria are edited, and what is wrong with them is said to both, with a witness and a way out', async () => {
  const { id } = ada.stage('connection');
  const both = { all: [trait('plan', 'free'), trait('plan', 'paid')] };
  const { problems } = await ada.edit([{ setCriteria: { elementId: id, slot: 'ENTRY', criteria: both } }]);
  const [found] = problems.added.filter(({ code }) => code === 'CRITERIA_CONTRADICTION');
  ok(found?.blocking && found.elementIds.includes(id), JSON.stringify(problems));
  await until('ben to be told', () => blocking(ben).includes('CRITERIA_CONTRADICTION'));
  const fix = found.fixes?.find(({ preferred }) => preferred);
  ok(fix, 'no fix');
  const after = await ada.edit(asEdits(fix.edits));
  ok(after.problems.resolved.some(({ id }) => id === found.id), `${fix.title} did not resolve it`);
  await until('ben to be told that it is gone', () => blocking(ben).length === 0);
  return fix.title;
});

await check('health is edited: what is not finished is kept and said, a fix finishes it', async () => {
  const logins = { key: 'logins', name: 'Logins', signal: { count: 'login', within: 'P14D' }, points: [[0, 0], [10, 100]], weight: 3 };
  const silence = { key: 'silence', signal: { age: { last: 'login' } }, points: [[0, 100], [30, 0]], missing: 0 };
  const health = [{ measures: [logins, silence], bands: [{ key: 'healthy', from: 70 }, { key: 'concerning', from: 40 }] }];
  const { problems } = await ben.edit([{ setHealth: { elementId: ben.stage('experience').id, health } }]);
  const [found] = problems.added.filter(({ code }) => code === 'BANDS_NOT_FROM_ZERO');
  ok(found?.blocking, JSON.stringify(problems));
  const fix = found.fixes?.find(({ preferred }) => preferred);
  ok(fix, 'no fix');
  await ben.edit(asEdits(fix.edits));
  await ada.upTo(ben.revision ?? 0);
  equal((ada.stage('experience').data['health'] as typeof health)[0]?.bands.map(({ from }) => from), [70, 0], 'bands');
  await until('both to be rid of it', () => blocking(ada).length + blocking(ben).length === 0);
});

await check('a step is taken back and done again, each by who did it', async () => {
  const name = () => ben.stage('expansion').data['label'];
  await ada.edit([{ updateStage: { id: ada.stage('expansion').id, name: 'Growth' } }]);
  await ben.edit([{ updateStage: { id: ben.stage('retention').id, name: 'Renewal' } }]);
  await ada.undo();
  await ben.upTo(ada.revision ?? 0);
  equal([name(), ben.stage('retention').data['label']], ['Expansion', 'Renewal'], 'names once ada took back her step');
  await ada.redo();
  await ben.upTo(ada.revision ?? 0);
  equal(name(), 'Growth', 'name once done again');
});

await check('the journey is laid out, as one step that changes nothing else', async () => {
  const before = ada.nodes.map(({ data }) => data);
  const { touched } = await ada.edit([{ applyLayout: { direction: 'RIGHT' } }]);
  ok(touched.length > 0, 'nothing moved');
  equal(ada.nodes.map(({ data }) => ({ ...data as object, suggested: undefined })), before.map((data) => ({ ...data as object, suggested: undefined })), 'data');
  for (const { source, target, type } of ada.edges) {
    const [left, right] = [source, target].map((id) => place(ada, id));
    ok(type !== 'advance' || (left !== undefined && right !== undefined && left < right), 'a way on leads to the left');
  }
});

// Where something is on the canvas, its lanes' corners included.
function place(person: Person, id: string): number | undefined {
  const node = person.nodes.find((one) => one.id === id);
  if (node === undefined) return undefined;
  return node.position.x + (node.parentId === null ? 0 : place(person, node.parentId) ?? 0);
}

await check('profiles are there before the journey is', async () => {
  const observations = [
    { kind: 'ACCOUNT', externalId: `${journey}-a`, traits: { name: 'A', deal: { status: 'open' } } },
    { kind: 'ACCOUNT', externalId: `${journey}-b`, traits: { name: 'B', subscription: { status: 'active' } } },
    { kind: 'ACCOUNT', externalId: `${journey}-c`, traits: { name: 'C' }, event: 'campaign_sent' },
  ] as const;
  const { observe } = await ada.ask(documents.Observe, { observations: [...observations] });
  equal(observe, { accepted: 3, refused: 0 }, 'observations');
});

async function previewed(person: Person, mapping?: StageMappingInput[]): Promise<PreviewFieldsFragment> {
  let found: PreviewFieldsFragment | undefined;
  await until('the preview', async () => {
    const { publishPreview } = await person.ask(documents.Preview, { draft, mapping });
    ok(publishPreview.__typename === 'PublishPreview', JSON.stringify(publishPreview));
    found = publishPreview;
    return publishPreview.state === 'DONE';
  });
  ok(found, 'no preview');
  return found;
}

const told = (preview: PreviewFieldsFragment) =>
  (preview.movements?.flows ?? []).map(({ from, to, count }) => `${count} ${from} -> ${to}`).sort();

await check('a preview says who goes where, and its token is worth nothing once somebody has edited', async () => {
  const preview = await previewed(ada);
  equal(told(preview), ['1 null -> conversion', '1 null -> onboarding', '1 null -> outreach'], 'movements');
  equal(preview.contributors.map((name) => name.split('/').at(-1)).sort(), ['ada', 'ben'], 'contributors');
  ok(preview.confirmToken, 'no token');
  await ben.edit([{ updateStage: { id: ben.stage('outreach').id, goal: 'They have heard of us.' } }]);
  const { publishJourney } = await ada.ask(documents.Publish, { input: { draftId: draft, confirmToken: preview.confirmToken } });
  ok(publishJourney.__typename === 'StalePreview', JSON.stringify(publishJourney));
  equal(publishJourney.preview.draftRevision, ben.revision, 'revision of the fresh preview');
});

await check('it is published as it was seen, both hear of it, and everybody is where the preview said', async () => {
  const preview = await previewed(ada);
  ok(preview.confirmToken, 'no token');
  const { publishJourney } = await ada.ask(documents.Publish, { input: { draftId: draft, confirmToken: preview.confirmToken } });
  ok(publishJourney.__typename === 'JourneyPublished', JSON.stringify(publishJourney));
  equal(publishJourney.version, 1, 'version');
  for (const person of [ada, ben]) await until(`${person.name} to hear of it`, () => person.published.some(({ version }) => version === 1));
  await migrated(1);
  for (const [id, stage] of [['a', 'conversion'], ['b', 'onboarding'], ['c', 'outreach']]) {
    const { profile } = await ada.ask(documents.Where, { id: `${journey}-${id}`, journey });
    equal([profile?.placement?.version, profile?.placement?.stage?.key], [1, stage], `placement of ${id}`);
    ok(profile?.placement?.explanation.sentence, 'no explanation');
  }
  const { stageChanges } = await ada.ask(documents.Migrated, { journey });
  const moved = new Map<string, number>();
  for (const { node } of stageChanges.edges) {
    equal(node.trigger, 'PUBLISH', 'trigger');
    const way = `${node.from?.key ?? null} -> ${node.to?.key}`;
    moved.set(way, (moved.get(way) ?? 0) + 1);
  }
  equal([...moved].map(([way, count]) => `${count} ${way}`).sort(), told(preview), 'moves');
});

async function migrated(version: number): Promise<void> {
  await until('the migration', async () => {
    const { journey: live } = await ada.ask(documents.Migrated, { journey });
    return live?.version === version && (live.migration === null || live.migration.finished);
  }, 30_000);
}

await check('a stage that somebody stands in goes only once it is said where they go', async () => {
  await ben.edit([{ removeElements: { ids: [ben.stage('onboarding').id], bridge: true } }]);
  await ada.upTo(ben.revision ?? 0);
  ok(ada.edge('kick-off', 'experience'), 'not bridged');
  const first = await previewed(ada);
  const removed = first.removedStages.map(({ key, occupants, isMapped }) => ({ key, occupants, isMapped }));
  equal(removed, [{ key: 'onboarding', occupants: 1, isMapped: false }], 'removed stages');
  ok(first.problems.some(({ code, blocking }) => code === 'STAGE_REMOVED_WITH_PROFILES' && blocking), 'no problem');
  equal(first.confirmToken, null, 'token');
  const mapping = [{ stage: 'onboarding', to: { stageKey: 'kick-off' } }];
  const second = await previewed(ada, mapping);
  equal(told(second), ['1 onboarding -> kick-off'], 'movements');
  ok(second.confirmToken, 'no token');
  const { publishJourney } = await ben.ask(documents.Publish, { input: { draftId: draft, confirmToken: second.confirmToken, mapping } });
  ok(publishJourney.__typename === 'JourneyPublished', JSON.stringify(publishJourney));
  await migrated(2);
  const { profile } = await ada.ask(documents.Where, { id: `${journey}-b`, journey });
  equal([profile?.placement?.version, profile?.placement?.stage?.key], [2, 'kick-off'], 'placement');
});

await check('in the end both have drawn what is kept, and know the same problems', async () => {
  const { journeyDraft: kept } = await ada.ask(documents.Read, { draft });
  ok(kept, 'the draft is gone');
  for (const person of [ada, ben]) {
    await person.upTo(kept.revision);
    equal(person.nodes, kept.canvas.nodes, `nodes of ${person.name}`);
    equal(person.edges, kept.canvas.edges, `edges of ${person.name}`);
    const ids = (problems: { id: string }[]) => JSON.stringify(problems.map(({ id }) => id).sort());
    await until(`${person.name} to know its problems`, () => ids(person.problems) === ids(kept.problems));
  }
  equal(kept.journey?.version, 2, 'version');
  const clients = new Set(kept.edits.edges.map(({ node }) => node.clientId));
  equal([...clients].sort(), ['ada', 'ben'], 'clients in the log');
  return `${kept.revision} revisions, ${kept.canvas.nodes.length} nodes, ${kept.canvas.edges.length} edges`;
});

await Promise.all([ada.leave(), ben.leave()]);
done();
