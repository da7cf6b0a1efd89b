// Drafts of a folder's documents, and what a client has in its hands that reads them, written to two other folders: what a
// canvas reads, and every format as it is served. args: URL KEY OPS DOCUMENTS CANVASES FORMATS
import fs from 'node:fs';
import path from 'node:path';
import { URL_, authFetch, check, done, ok } from '../lib.mjs';

const [documents, ...folders] = process.argv.slice(5);
const FORMATS = {
  CAIRN_JSON: 'json',
  REACT_FLOW_JSON: 'react-flow.json',
  XSTATE_JSON: 'xstate.json',
  MERMAID_STATE: 'state.mmd',
  MERMAID_FLOWCHART: 'flowchart.mmd',
  DOT: 'dot',
};

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
const WRITE = `query ($id: ID!, $format: DocumentFormat!) { journeyDraft(id: $id) { document(format: $format) } }`;

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
const keep = (folder, name, value) =>
  fs.writeFileSync(path.join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));

const [canvases, formats] = folders;
for (const folder of folders) fs.mkdirSync(folder, { recursive: true });
const names = fs.readdirSync(documents).filter((name) => /^[a-z-]+\.json$/.test(name));
for (const name of names) {
  const key = path.basename(name, '.json');
  await check(`the canvas of ${key} is read`, async () => {
    const fromDocument = JSON.parse(fs.readFileSync(path.join(documents, name), 'utf8'));
    const { createJourney: made } = await ask(CREATE, { input: { fromDocument, key } });
    ok(made.__typename === 'JourneyCreated', JSON.stringify(made));
    const { journeyDraft } = await ask(READ, { id: made.draft.id });
    keep(canvases, `${key}.json`, journeyDraft.document);
    keep(canvases, `${key}.react-flow.json`, journeyDraft.canvas);
    for (const [format, suffix] of Object.entries(FORMATS)) {
      const { journeyDraft: written } = await ask(WRITE, { id: made.draft.id, format });
      keep(formats, `${key}.${suffix}`, written.document);
    }
  });
}
done();
