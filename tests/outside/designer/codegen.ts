// How graphql-codegen types the documents of this folder, once they are copied to where it may write.
const { DESIGNER_URL: url = '', DESIGNER_KEY: key, SCALARS = '{}' } = process.env;

export default {
  schema: [{ [url]: { headers: { Authorization: `Bearer ${key}` } } }],
  documents: ['work/designer/documents.ts'],
  generates: {
    'work/designer/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        scalars: JSON.parse(SCALARS),
        // What Node can run as it is written.
        enumsAsTypes: true,
        useTypeImports: true,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
      },
    },
  },
};
