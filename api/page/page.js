// The page at `/`: every journey as the server draws it, drawn again when somebody moves or gets
// better or worse.
// The key stays in this tab. It goes into the Authorization header and into connection_init, never
// into an address; the demo's link carries it behind `#`, which browsers keep to themselves.

const NAME = "cairn-key";
const MOST_MOVES = 14;
const REDRAW_AFTER = 600; // milliseconds, so that many moves at once are one drawing
const LOOK_AROUND = 20_000;

const CHANGE = `at recordedAt move journey { key name } from { key name } to { key name }
  profile { externalId }`;
const JOURNEYS = "{ journeys { key name kind movement version } }";
const LATEST = `{ stageChanges(last: ${MOST_MOVES}) { edges { cursor node { ${CHANGE} } } } }`;
const LIVE = `subscription ($after: String) {
  stageChanges(after: $after) { cursor change { ${CHANGE} } }
}`;

const WELL = "subscription { healthChanges { change { journey { key } } } }";

const at = (id) => document.getElementById(id);
let key = null;
let cursor = null; // of the last move seen: whoever comes back goes on from there
let socket = null;
const moved = new Map(); // journey to the moves that its next drawing shows

class Refused extends Error {}

async function asked(path, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${key}` };
  const response = await fetch(path, { ...options, headers, cache: "no-store" });
  if (response.status === 401) throw new Refused("That key opens nothing.");
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

async function graphql(query) {
  const response = await asked("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function article(journey) {
  const found = [...at("journeys").children].find((one) => one.dataset.key === journey.key);
  const made = found ?? element("article");
  const head = element("div");
  const kind = journey.kind === "ACCOUNT" ? "Accounts" : "Contacts";
  head.append(
    element("h2", journey.name),
    element("p", `${kind} · ${journey.movement.toLowerCase()} · version ${journey.version}`),
  );
  made.dataset.key = journey.key;
  made.replaceChildren(head, found?.querySelector("figure") ?? element("figure"));
  return made;
}

async function draw(journeyKey) {
  const home = [...at("journeys").children].find((one) => one.dataset.key === journeyKey);
  if (!home) return;
  const moves = moved.get(journeyKey) ?? [];
  moved.delete(journeyKey);
  const response = await asked(`/journeys/${encodeURIComponent(journeyKey)}.svg`);
  const drawn = new DOMParser().parseFromString(await response.text(), "image/svg+xml");
  const picture = document.importNode(drawn.documentElement, true);
  for (const { from, to } of moves) {
    for (const way of picture.querySelectorAll(".way")) {
      const leaves = way.dataset.from === from?.key || way.dataset.from === "*";
      if (leaves && way.dataset.to === to?.key) way.classList.add("moved");
    }
    for (const stage of picture.querySelectorAll(".stage")) {
      if (stage.dataset.stage === to?.key) stage.classList.add("moved");
    }
  }
  home.querySelector("figure").replaceChildren(picture);
}

async function lookAround() {
  const { journeys } = await graphql(JOURNEYS);
  at("journeys").replaceChildren(...journeys.map(article));
  at("journeys").hidden = false;
  await Promise.all(journeys.map((journey) => draw(journey.key)));
  if (journeys.length === 0) {
    at("journeys").replaceChildren(
      element("p", "No journey is published here yet: cairn journey publish FILE."),
    );
  }
}

function ways({ from, to }) {
  return [from, to].map((stage) => stage?.name ?? "outside").join(" → ");
}

function show(change, isNew) {
  const line = element("li", undefined, isNew ? "new" : "");
  const time = element("time", new Date(change.at).toLocaleTimeString([], { hourCycle: "h23" }));
  time.dateTime = change.at;
  time.title = new Date(change.at).toLocaleString();
  const way = element("span", `${ways(change)} `);
  way.append(element("span", `· ${change.journey.name}`, "journey"));
  const move = element("span", change.move.toLowerCase(), `move ${change.move.toLowerCase()}`);
  line.append(time, element("span", change.profile.externalId, "who"), way, move);
  const list = at("moves").querySelector("ol");
  list.prepend(line);
  while (list.children.length > MOST_MOVES) list.lastChild.remove();
  at("moves").hidden = false;
}

function redraw(journeyKey) {
  if (!moved.has(journeyKey)) {
    moved.set(journeyKey, []);
    setTimeout(() => draw(journeyKey).catch(troubled), REDRAW_AFTER);
  }
  return moved.get(journeyKey);
}

function heard(event) {
  cursor = event.cursor;
  if (!event.change) return;
  redraw(event.change.journey.key).push(event.change);
  show(event.change, true);
  stand(`Live: ${event.change.profile.externalId}, ${ways(event.change)}`, "live");
}

function listen() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const opened = new WebSocket(`${scheme}://${location.host}/graphql`, "graphql-transport-ws");
  socket = opened;
  const send = (message) => opened.send(JSON.stringify(message));
  opened.onopen = () =>
    send({ type: "connection_init", payload: { Authorization: `Bearer ${key}` } });
  opened.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === "connection_ack") {
      const variables = { after: cursor };
      send({ id: "moves", type: "subscribe", payload: { query: LIVE, variables } });
      send({ id: "health", type: "subscribe", payload: { query: WELL } });
      stand("Live: whoever moves is shown at once", "live");
    } else if (message.type === "ping") {
      send({ type: "pong" });
    } else if (message.type === "next" && message.payload.data?.stageChanges) {
      heard(message.payload.data.stageChanges);
    } else if (message.type === "next" && message.payload.data?.healthChanges?.change) {
      redraw(message.payload.data.healthChanges.change.journey.key);
    } else if (message.type === "error") {
      cursor = null; // the place in the feed is gone: go on from now
      opened.close(1000);
    }
  };
  opened.onclose = () => {
    if (socket !== opened) return;
    stand("The server is away; trying again …", "away");
    setTimeout(() => socket === opened && listen(), 1500);
  };
}

function stand(text, name = "") {
  at("standing").textContent = text;
  at("standing").className = name;
}

function troubled(trouble) {
  if (trouble instanceof Refused) ask(trouble.message);
  else stand(trouble.message, "away");
}

function ask(complaint = "") {
  key = null;
  sessionStorage.removeItem(NAME);
  const open = socket;
  socket = null;
  open?.close(1000);
  stand("");
  for (const id of ["journeys", "moves", "leave"]) at(id).hidden = true;
  at("moves").querySelector("ol").replaceChildren();
  at("refused").textContent = complaint;
  at("asking").hidden = false;
  at("key").focus();
}

async function open(given) {
  key = given;
  try {
    await lookAround();
    const { stageChanges } = await graphql(LATEST);
    for (const { cursor: place, node } of stageChanges.edges) {
      show(node, false);
      cursor = place;
    }
  } catch (trouble) {
    troubled(trouble);
    if (trouble instanceof Refused) return;
    setTimeout(() => key === given && open(given), 3000);
    return;
  }
  sessionStorage.setItem(NAME, given);
  at("asking").hidden = true;
  at("leave").hidden = false;
  listen();
}

at("asking").addEventListener("submit", (event) => {
  event.preventDefault();
  at("refused").textContent = "";
  open(at("key").value.trim());
  at("key").value = "";
});
at("leave").addEventListener("click", () => ask());
setInterval(() => socket && lookAround().catch(troubled), LOOK_AROUND);

const linked = new URLSearchParams(location.hash.slice(1)).get("key");
if (linked) history.replaceState(null, "", location.pathname);
const known = linked ?? sessionStorage.getItem(NAME);
if (known) open(known);
else ask();
