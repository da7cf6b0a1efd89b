// Drafts of a folder's documents, and what a canvas reads of them, written to another folder: what a
// client has in its hands, to be drawn as it comes. args: URL KEY OPS DOCUMENTS FOLDER
import fs from 'node:fs';
import path from 'node:path';
import { URL_, authFetch, check, done, ok } from '../lib.mjs';

const [documents, folder] = process.argv.slice(5);

const CREATE = `mutation ($input: CreateJourneyInput!) {
  createJourney(input: $input) { __typename ... on JourneyCreated { draft { id } } ... on Refusal { message path } }
}`;
const READ = `query ($id: ID!) { journeyDraft(id: $id) { document canvas {
  nodes {
    id type position { x y } width height initialWidth initialHeight sourcePosition targetPosition
    parentId draggable deletable data
  }
  edges { id type source target sourceHandle targetHandle label markerEnd { type } data }
  viewport { x y zoom }
} } }`;

const ask = async (query, variables) => {
  const response = await authFetch(URL_, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
};

// As clients keep state: the objects as they came, nothing renamed, nulls and all.
const keep = (name, value) => fs.writeFileSync(path.join(folder, name), JSON.stringify(value));

fs.mkdirSync(folder, { recursive: true });
const names = fs.readdirSync(documents).filter((name) => /^[a-z-]+\.json$/.test(name));
for (const name of names) {
  const key = path.basename(name, '.json');
  await check(`the canvas of ${key} is read`, async () => {
    const fromDocument = JSON.parse(fs.readFileSync(path.join(documents, name), 'utf8'));
    const { createJourney: made } = await ask(CREATE, { input: { fromDocument, key } });
    ok(made.__typename === 'JourneyCreated', JSON.stringify(made));
    const { journeyDraft } = await ask(READ, { id: made.draft.id });
    keep(`${key}.json`, journeyDraft.document);
    keep(`${key}.react-flow.json`, journeyDraft.canvas);
  });
}
done();
