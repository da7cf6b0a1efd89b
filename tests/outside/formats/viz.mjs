// Graphviz reads DOT, draws it without a complaint, and shows every text as it was written.
import { instance } from '@viz-js/viz';
import { JSDOM } from 'jsdom';
import { check, document as written, done, equal, files, words } from './files.mjs';

const viz = await instance();
const { window } = new JSDOM('');

for (const { name, text } of files('.dot')) {
  await check(`Graphviz draws ${name}`, () => {
    const { status, output, errors } = viz.render(text, { format: 'svg' });
    // It knows no width of letters beyond ASCII, and says so.
    const complaints = errors.filter(({ message }) => !message.includes('non-ASCII character'));
    equal([status, complaints], ['success', []], 'complaints');
    const drawn = new window.DOMParser().parseFromString(output, 'image/svg+xml');
    const { stages, transitions = [], lanes = [] } = written(name);
    const everywhere = transitions.some((way) => way.from === '*') ? 1 : 0;
    equal(drawn.querySelectorAll('g.node').length, stages.length + everywhere, 'nodes');
    equal(drawn.querySelectorAll('g.edge').length, transitions.length, 'edges');
    equal(drawn.querySelectorAll('script').length, 0, 'scripts');
    const titles = [...drawn.querySelectorAll('g.node > title')].map((title) => title.textContent);
    equal(titles.filter((title) => title !== '*').sort(), stages.map((stage) => stage.key).sort(), 'keys');
    for (const node of drawn.querySelectorAll('g.node')) {
      const stage = stages.find((each) => each.key === node.querySelector('title').textContent);
      if (!stage) continue;
      const said = [...node.querySelectorAll('text')].map((part) => part.textContent).join(' ');
      equal(words(said), words(stage.name), 'label');
    }
    if (lanes.length) equal(output.includes('class="cluster"'), true, 'clusters');
  });
}
done();
