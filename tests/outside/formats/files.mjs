// The files of one format in a folder, each a check of its own.
import fs from 'node:fs';
import path from 'node:path';

export const folder = process.argv[2];

export function files(suffix) {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(suffix)).sort();
  if (!names.length) throw new Error(`there is no *${suffix} in ${folder}`);
  return names.map((name) => ({
    name: name.slice(0, -suffix.length),
    text: fs.readFileSync(path.join(folder, name), 'utf8'),
    json: suffix.endsWith('.json') ? JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) : null,
  }));
}

// What a draft's document says, to count by.
export function document(name) {
  return JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8'));
}

// Text as a drawing has it: on one line, and without what no font has a picture of.
export function words(text) {
  return text.split(/\s+/).filter(Boolean).join(' ').replace(/[\x00-\x1f\x7f]/g, '\ufffd');
}

let passed = 0;
let failed = 0;

export async function check(name, work) {
  try {
    await work();
    passed += 1;
    console.log('ok -', name);
  } catch (error) {
    failed += 1;
    console.log('not ok -', name, '::', String(error?.message ?? error).slice(0, 600));
  }
}

export function equal(found, expected, what) {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`);
}

export function done() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
