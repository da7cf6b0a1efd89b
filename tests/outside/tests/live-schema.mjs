// The schema that is served, as a client reads it, written to a file. args: URL KEY OPS FILE
import fs from 'node:fs';
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';
import { URL_, authFetch } from '../lib.mjs';

const query = getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, inputValueDeprecation: true, oneOf: true });
const response = await authFetch(URL_, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});
const { data, errors } = await response.json();
if (errors) throw new Error(JSON.stringify(errors));
fs.writeFileSync(process.argv[5], printSchema(buildClientSchema(data)));
