// Mermaid reads its two formats, finds in them what the document says, and takes no text for anything else.
import { JSDOM } from 'jsdom';
import { check, document as written, done, equal, files, words } from './files.mjs';

const page = new JSDOM('<!doctype html><body></body>');
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false });

const decoded = (text) =>
  text.replace(/ﬂ°°(\d+)¶ß|#(\d+);/g, (_, one, other) => String.fromCodePoint(Number(one ?? other)));
const line = (text) => {
  const letters = [...words(text)];
  return letters.length <= 200 ? letters.join('') : `${letters.slice(0, 199).join('')}…`;
};
const shown = (text) => line(text) || '\u00a0';
const sorted = (texts) => texts.map((text) => text.trim()).sort();

for (const { name, text } of files('.state.mmd')) {
  await check(`mermaid.parse takes the state diagram ${name}`, async () => {
    equal((await mermaid.parse(text)).diagramType, 'stateDiagram', 'type');
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const { stages, transitions = [] } = written(name);
    const states = [...db.getStates().values()].filter((state) => state.id.startsWith('s_'));
    equal(states.length, stages.length, 'states');
    equal(
      sorted(states.flatMap((state) => state.descriptions).map(decoded)),
      sorted(stages.map((stage) => shown(stage.name))),
      'names',
    );
    const entries = stages.filter((stage) => stage.role === 'ENTRY').length;
    const exits = stages.filter((stage) => stage.role === 'EXIT').length;
    equal(db.getRelations().length, transitions.length + entries + exits, 'ways');
  });
}

for (const { name, text } of files('.flowchart.mmd')) {
  await check(`mermaid.parse takes the flowchart ${name}`, async () => {
    equal((await mermaid.parse(text)).diagramType.startsWith('flowchart'), true, 'type');
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const { stages, transitions = [], lanes = [] } = written(name);
    const vertices = [...db.getVertices().values()].filter((vertex) => vertex.id.startsWith('s_'));
    equal(
      sorted(vertices.map((vertex) => decoded(vertex.text))),
      sorted(stages.map((stage) => shown(stage.name))),
      'names',
    );
    equal(db.getEdges().length, transitions.length, 'ways');
    equal(db.getSubGraphs().length, lanes.length, 'lanes');
  });
}
done();
