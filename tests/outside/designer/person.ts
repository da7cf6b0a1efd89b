// Somebody at a canvas: asks over HTTP, listens on a socket of its own, and draws what it is told and nothing else.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { ok, until } from './checking.ts';
import * as documents from './documents.ts';
import type { AppliedFieldsFragment, ConflictFieldsFragment, JourneyEdit, ListenSubscription } from './gql/graphql.ts';

export type News = ListenSubscription['designer'];
type Whole = Extract<News, { __typename: 'DesignerSnapshot' }>;
export type Node = Whole['draft']['canvas']['nodes'][number];
export type Edge = Whole['draft']['canvas']['edges'][number];
type Told<Kind extends News['__typename']> = Extract<News, { __typename: Kind }>;
export type Applied = AppliedFieldsFragment;
export type Conflict = ConflictFieldsFragment;
type Answer = { __typename: string };

// As the schema says: take away, put in the place of namesakes, append the rest, bring into order.
function redrawn<One extends { id: string }>(
  drawn: One[], changed: One[], removed: (string | number)[], order: (string | number)[] | null,
): One[] {
  const told = new Map(changed.map((one) => [one.id, one]));
  const kept = drawn.filter(({ id }) => !removed.includes(id)).map((one) => {
    const other = told.get(one.id) ?? one;
    told.delete(one.id);
    return other;
  });
  const all = [...kept, ...told.values()];
  return order === null ? all : order.flatMap((id) => all.filter((one) => one.id === id));
}

export class Person {
  readonly name: string;
  nodes: Node[] = [];
  edges: Edge[] = [];
  problems: Whole['problems'] = [];
  others = new Map<string, Told<'DesignerPresence'> | Whole['presence'][number]>();
  published: Told<'DesignerPublished'>[] = [];
  revision: number | undefined;
  private readonly url: string;
  private readonly headers: Record<string, string>;
  private readonly socket: Client;
  private draft = '';

  constructor(name: string, url: string, key: string) {
    this.name = name;
    this.url = url;
    this.headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-cairn-actor': name };
    this.socket = createClient({
      url: url.replace(/^http/, 'ws'),
      connectionParams: { authorization: `Bearer ${key}` },
    });
  }

  async ask<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: this.headers,
      body: JSON.stringify({ query: print(document), variables }),
      signal: AbortSignal.timeout(20_000),
    });
    const { data, errors } = await response.json() as { data: Result; errors?: unknown };
    ok(errors === undefined, JSON.stringify(errors));
    return data;
  }

  // Sits down at a draft, and is told of it from now on.
  async sit(draft: string): Promise<void> {
    this.draft = draft;
    this.socket.subscribe<ListenSubscription>(
      { query: print(documents.Listen), variables: { draft, client: this.name } },
      {
        next: ({ data, errors }) => { if (data) this.hear(data.designer); else console.log(this.name, JSON.stringify(errors)); },
        error: (error) => console.log(this.name, 'lost the socket', error),
        complete: () => {},
      },
    );
    await until(`${this.name} to see the draft`, () => this.revision !== undefined);
  }

  private hear(news: News): void {
    switch (news.__typename) {
      case 'DesignerSnapshot':
      case 'DesignerResync':
        this.nodes = news.draft.canvas.nodes;
        this.edges = news.draft.canvas.edges;
        this.problems = news.problems;
        this.others = new Map(news.presence.map((other) => [other.clientId, other]));
        break;
      case 'DesignerEdits':
        this.nodes = redrawn(this.nodes, news.canvas.nodes, news.canvas.removedNodes, news.canvas.nodeOrder);
        this.edges = redrawn(this.edges, news.canvas.edges, news.canvas.removedEdges, news.canvas.edgeOrder);
        break;
      case 'DesignerProblems':
        this.problems = news.problems;
        break;
      case 'DesignerPublished':
        this.published.push(news);
        break;
      case 'DesignerPresence':
        this.others.set(news.clientId, news);
        break;
    }
    this.revision = Math.max(this.revision ?? 0, news.revision);
  }

  // What the person sees, by key.
  stage(key: string): Node & { data: Record<string, unknown> } {
    const found = this.nodes.find(({ type, data }) => type === 'stage' && (data as { key: string }).key === key);
    ok(found, `${this.name} sees no stage ${key}`);
    return { ...found, data: found.data as Record<string, unknown> };
  }

  edge(from: string, to: string): Edge {
    const [source, target] = [this.stage(from).id, this.stage(to).id];
    const found = this.edges.find((edge) => edge.source === source && edge.target === target);
    ok(found, `${this.name} sees no edge from ${from} to ${to}`);
    return found;
  }

  // Edits what is seen: on the newest revision that was heard, or on the one given.
  async tryEdits(edits: JourneyEdit[], more: { baseRevision?: number; undoGroup?: string } = {}) {
    const input = { draftId: this.draft, clientId: this.name, baseRevision: this.revision ?? 0, edits, ...more };
    return (await this.ask(documents.Apply, { input })).applyJourneyEdits;
  }

  async edit(edits: JourneyEdit[], more: { baseRevision?: number; undoGroup?: string } = {}): Promise<Applied> {
    return this.seen(await this.tryEdits(edits, more));
  }

  async undo(): Promise<Applied> {
    const input = { draftId: this.draft, clientId: this.name };
    return this.seen((await this.ask(documents.Undo, { input })).undoJourneyEdits);
  }

  async redo(): Promise<Applied> {
    const input = { draftId: this.draft, clientId: this.name };
    return this.seen((await this.ask(documents.Redo, { input })).redoJourneyEdits);
  }

  // What was applied, once this person has heard of it.
  private async seen(answer: Answer & Partial<Applied>): Promise<Applied> {
    ok(answer.__typename === 'EditsApplied', JSON.stringify(answer));
    const applied = answer as Applied;
    await this.upTo(applied.revision);
    return applied;
  }

  async upTo(revision: number): Promise<void> {
    await until(`${this.name} to hear of revision ${revision}`, () => (this.revision ?? 0) >= revision);
  }

  async leave(): Promise<void> {
    await this.socket.dispose();
  }
}
