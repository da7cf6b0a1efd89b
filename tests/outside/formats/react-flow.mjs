// The real @xyflow/react renders the state as it comes, with no mapping: on a server, and in a page.
import { JSDOM } from 'jsdom';
import { check, document as written, done, equal, files } from './files.mjs';

const page = new JSDOM('<!doctype html><div id="root"></div>', { pretendToBeVisual: true });
const { window } = page;
globalThis.window = window;
for (const name of [
  'document', 'HTMLElement', 'SVGElement', 'Element', 'Node', 'MutationObserver',
  'requestAnimationFrame', 'cancelAnimationFrame', 'getComputedStyle',
]) {
  globalThis[name] = window[name];
}
Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });
// What a page measures and jsdom does not (reactflow.dev, "Testing").
globalThis.ResizeObserver = class {
  // It tells of every size again and again, since none ever changes here.
  constructor(callback) {
    this.targets = new Set();
    this.timer = setInterval(() => callback([...this.targets].map((target) => ({ target })), this), 10);
  }
  observe(target) { this.targets.add(target); }
  unobserve(target) { this.targets.delete(target); }
  disconnect() { clearInterval(this.timer); }
};
globalThis.DOMMatrixReadOnly = class {
  constructor(transform) {
    const scale = transform?.match(/scale\(([1-9.])\)/)?.[1];
    this.m22 = scale === undefined ? 1 : Number(scale);
  }
};
window.DOMMatrixReadOnly = globalThis.DOMMatrixReadOnly;
window.ResizeObserver = globalThis.ResizeObserver;
Object.defineProperties(window.HTMLElement.prototype, {
  offsetHeight: { get() { return parseFloat(this.style.height) || 40; } },
  offsetWidth: { get() { return parseFloat(this.style.width) || 150; } },
});
window.SVGElement.prototype.getBBox = () => ({ x: 0, y: 0, width: 0, height: 0 });

const { createElement: h } = await import('react');
const { createRoot } = await import('react-dom/client');
const { renderToString } = await import('react-dom/server');
const { Handle, ReactFlow } = await import('@xyflow/react');

// What a designer's team writes: how its nodes look. Ports and labels come with the data.
const Box = ({ data }) =>
  h('div', null, data.label, ...(data.ports ?? []).map((port) =>
    h(Handle, { key: port.id, id: port.id, type: port.type, position: port.side })));
const nodeTypes = { stage: Box, lane: Box, note: Box, everywhere: Box };
const complaints = [];
const onError = (code, message) => complaints.push(`${code} ${message}`);
async function rendered({ nodes, edges }) {
  const drawn = () => ['node', 'edge'].map((what) => window.document.querySelectorAll(`.react-flow__${what}`).length);
  const isDone = () => drawn().join() === [nodes.length, edges.length].join();
  for (let turn = 0; turn < 500 && !isDone(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}
const texts = (root, selector) => [...root.querySelectorAll(selector)].map((found) => found.getAttribute('data-id'));

for (const { name, json } of files('.react-flow.json')) {
  const { journey, ...state } = json;
  await check(`React Flow renders ${name} on a server`, () => {
    const markup = renderToString(h(ReactFlow, { ...state, nodeTypes, onError, width: 1200, height: 800 }));
    const root = new JSDOM(markup).window.document;
    equal(texts(root, '.react-flow__node'), state.nodes.map((node) => node.id), 'nodes');
    equal(root.querySelectorAll('script').length, 0, 'scripts');
  });
  for (const own of [nodeTypes, undefined]) {
    await check(`React Flow renders ${name} in a page${own ? '' : ', as it looks by itself'}`, async () => {
      complaints.length = 0;
      window.document.body.innerHTML = '<div id="root"></div>';
      const root = createRoot(window.document.getElementById('root'));
      const flow = { ...state, nodeTypes: own, onError: own && onError, width: 1200, height: 800 };
      root.render(h(ReactFlow, flow));
      await rendered(state);
      const { document } = window;
      equal(texts(document, '.react-flow__node').sort(), state.nodes.map((node) => node.id).sort(), 'nodes');
      equal(texts(document, '.react-flow__edge').sort(), state.edges.map((edge) => edge.id).sort(), 'edges');
      equal(document.querySelectorAll('path.react-flow__edge-path').length, state.edges.length, 'paths');
      equal(document.querySelectorAll('#root script').length, 0, 'scripts');
      for (const stage of written(name).stages) {
        const node = [...document.querySelectorAll('.react-flow__node')].find((each) => each.getAttribute('data-id') === stage.id);
        equal(node.textContent, stage.name, 'label');
      }
      // An edge may look as React Flow draws it; nothing else may be wanting.
      equal(complaints.filter((each) => !each.startsWith('011')), [], 'complaints');
      root.unmount();
    });
  }
}
done();
