// XState makes a machine of the config, and the machine goes where its guards let it.
import { createActor, createMachine } from 'xstate';
import { check, document as written, done, equal, files } from './files.mjs';

const UNPLACED = '(unplaced)';

for (const { name, json } of files('.xstate.json')) {
  await check(`createMachine takes ${name}`, () => {
    const { stages } = written(name);
    const machine = createMachine(json);
    equal(Object.keys(machine.states), [UNPLACED, ...stages.map((stage) => stage.key)], 'states');
    // Whatever is asked of a profile is met: it climbs, and never falls over.
    const met = createActor(machine.provide({ guards: { opens: () => true } })).start();
    for (let turn = 0; turn < 50 && met.getSnapshot().status === 'active'; turn += 1) {
      met.send({ type: 'evaluate' });
    }
    // Nothing is met: it is where a profile starts that has done nothing.
    const bare = createActor(machine.provide({ guards: { opens: () => false } })).start();
    bare.send({ type: 'evaluate' });
    const start = stages.filter((stage) => stage.role === 'ENTRY' && !stage.entry);
    const standing = bare.getSnapshot().value;
    const expected = start.length ? start.map((stage) => stage.key) : [UNPLACED];
    if (!expected.includes(standing)) throw new Error(`starts in ${standing}, not in ${expected}`);
  });
}
done();
