// What a designer's client asks and listens to; graphql-codegen types all of it from the live schema.
import { graphql } from './gql/index.ts';

export const Fragments = [
  graphql(`fragment NodeFields on CanvasNode {
    id type parentId position { x y } width height data
  }`),
  graphql(`fragment EdgeFields on CanvasEdge { id type source target sourceHandle targetHandle label data }`),
  graphql(`fragment ProblemFields on Problem { id code severity blocking message elementIds path }`),
  graphql(`fragment PersonFields on DesignerPresence { clientId actor left selection cursor { x y } ghosts { id x y } }`),
  graphql(`fragment AppliedFields on EditsApplied {
    revision recorded edits inverse added removed touched
    problems {
      added { ...ProblemFields fixes { title preferred team edits } }
      resolved { id code }
      total
    }
  }`),
  graphql(`fragment ConflictFields on EditConflict {
    conflicts { elementId field base mine theirs clientId }
    missed { revision clientId }
    draft { revision }
  }`),
  graphql(`fragment PreviewFields on PublishPreview {
    state done total draftRevision liveVersion confirmToken contributors
    problems { ...ProblemFields }
    diff { summary isSemantic }
    movements { total moved entered flows { from to count examples { externalId } } }
    removedStages { key occupants isMapped target suggestion }
  }`),
];

export const Templates = graphql(`query Templates($kind: ProfileKind!) {
  templates { key name kind }
  designerCatalog(kind: $kind) {
    teams { key }
    operators { type operators }
    limits { edits stages }
  }
}`);

export const Begin = graphql(`mutation Begin($input: CreateJourneyInput!) {
  createJourney(input: $input) {
    __typename
    ... on JourneyCreated { draft { id key revision } }
    ... on Refusal { code message }
  }
}`);

export const Read = graphql(`query Read($draft: ID!) {
  journeyDraft(id: $draft) {
    revision contributors
    canvas { nodes { ...NodeFields } edges { ...EdgeFields } }
    problems { ...ProblemFields }
    edits(last: 200) { edges { node { revision actor clientId } } }
    journey { version }
  }
}`);

export const Apply = graphql(`mutation Apply($input: ApplyJourneyEditsInput!) {
  applyJourneyEdits(input: $input) {
    __typename
    ... on EditsApplied { ...AppliedFields }
    ... on EditConflict { ...ConflictFields }
    ... on Refusal { code message path }
  }
}`);

export const Undo = graphql(`mutation Undo($input: JourneyStepInput!) {
  undoJourneyEdits(input: $input) {
    __typename
    ... on EditsApplied { ...AppliedFields }
    ... on Refusal { code message path }
  }
}`);

export const Redo = graphql(`mutation Redo($input: JourneyStepInput!) {
  redoJourneyEdits(input: $input) {
    __typename
    ... on EditsApplied { ...AppliedFields }
    ... on Refusal { code message path }
  }
}`);

export const Listen = graphql(`subscription Listen($draft: ID!, $client: String!, $after: Int) {
  designer(draftId: $draft, clientId: $client, after: $after) {
    __typename
    ... on DesignerNews { revision }
    ... on DesignerWhole {
      draft { canvas { nodes { ...NodeFields } edges { ...EdgeFields } } }
      problems { ...ProblemFields }
      presence { ...PersonFields }
      liveVersion
    }
    ... on DesignerEdits {
      batch { clientId step }
      canvas {
        nodes { ...NodeFields }
        edges { ...EdgeFields }
        removedNodes removedEdges nodeOrder edgeOrder
      }
    }
    ... on DesignerProblems { problems { ...ProblemFields } }
    ... on DesignerPublished { version publishedBy }
    ... on DesignerPresence { ...PersonFields }
  }
}`);

export const Show = graphql(`mutation Show($input: ShareDesignerPresenceInput!) {
  shareDesignerPresence(input: $input) { __typename ... on Refusal { code message } }
}`);

export const Preview = graphql(`query Preview($draft: ID!, $mapping: [StageMappingInput!]) {
  publishPreview(draftId: $draft, mapping: $mapping) {
    __typename
    ... on PublishPreview { ...PreviewFields }
    ... on Refusal { code message }
  }
}`);

export const Publish = graphql(`mutation Publish($input: PublishJourneyInput!) {
  publishJourney(input: $input) {
    __typename
    ... on JourneyPublished { version journey { key stages { key population } } }
    ... on StalePreview { code reason preview { ...PreviewFields } }
    ... on Refusal { code message }
  }
}`);

export const Observe = graphql(`mutation Observe($observations: [ObservationInput!]!) {
  observe(observations: $observations) { accepted refused }
}`);

export const Where = graphql(`query Where($id: String!, $journey: String!) {
  profile(kind: ACCOUNT, externalId: $id) {
    placement(journey: $journey) { version stage { key } explanation { sentence } }
  }
}`);

export const Migrated = graphql(`query Migrated($journey: String!) {
  journey(key: $journey) { version migration { finished done total } stages { key population } }
  stageChanges(journey: $journey, first: 100) { edges { node { trigger from { key } to { key } } } }
}`);
