// Everything is there: show it, and listen.
import {
  announce,
  classOf,
  find,
  isCaption,
  linkOf,
  links,
  oneLine,
  page,
  plural,
  routes,
  substance,
  thingOf,
  things,
} from "./data.js";
import {
  choose,
  currentFragment,
  emptyState,
  fromFragment,
  hasLanes,
  hasLittleRoom,
  middling,
  narrow,
  nothingChosen,
  stage,
  state,
  toFragment,
  views,
  watchers,
} from "./state.js";
import { layOut, openSheet, showPanel } from "./room.js";
import { phone } from "./upright.js";
import { darkScheme } from "./theme.js";
import { drawLegend, syncLegend } from "./legend.js";
import { importanceOrder } from "./labels.js";
import {
  animation,
  bodyNode,
  centre,
  chosenStops,
  container,
  fit,
  focus,
  frameSize,
  labelsShown,
  network,
  nodeSet,
  onScreen,
  redrawFiltered,
  redrawSoon,
  refocus,
  repaint,
  sayWhenEmpty,
  sheetHeight,
  showAll,
  turn,
  useRoom,
  whenDrawn,
} from "./picture.js";
import { listenToPointer } from "./pointing.js";
import { stopAsking, syncRoutes, updateWay, waiting } from "./ways.js";
import { startSearch } from "./search.js";
import { drawPanel, subject } from "./panel.js";
import { syncLanes } from "./lanes.js";
import { syncView } from "./table.js";
import { saveJson, savePng, saveSvg } from "./save.js";
import { fillPaper, startHandout } from "./paper.js";

function listenToPicture() {
  listenToPointer();
  network.on("dragStart", ({ nodes }) => {
    if (nodes.length) find("put-back").hidden = false;
  });
  for (const moved of ["zoom", "dragEnd"])
    network.on(moved, () => {
      stage.fitted = false;
    });
  network.on("resize", () => {
    if (!stage.fitted) return;
    // vis-network changes the scale after this event.
    const scale = network.getScale();
    const isChosen = state.view === "picture" && (state.node || state.edge);
    whenDrawn(() => {
      if (isChosen) keepSeen(scale);
      // A route that was chosen meanwhile fills the picture.
      else if (stage.fitted) fit(false);
    });
  });
  container.addEventListener("keydown", onPictureKey);
}

// Arrows go to the nearest node that way; Enter opens it, + and - zoom, 0 fits.
function onPictureKey(event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (way) stepTowards(way);
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit(true, undefined, true);
  else if (event.key === "Enter" && state.node) {
    showPanel(true);
    find("panel").focus();
  } else return;
  event.preventDefault();
}

function stepTowards([dx, dy]) {
  const here = state.node ? bodyNode(thingOf.get(state.node)) : null;
  const candidates = things.filter(
    (thing) => thing.shown && !isCaption(thing) && bodyNode(thing) && thing.key !== state.node,
  );
  if (!here) {
    const first = importanceOrder.find((thing) => thing.shown && !isCaption(thing));
    if (first) goTo(first);
    return;
  }
  let best = null;
  for (const thing of candidates) {
    const [x, y] = [bodyNode(thing).x - here.x, bodyNode(thing).y - here.y];
    const along = x * dx + y * dy;
    const cost = Math.hypot(x, y) + 2 * Math.abs(x * dy - y * dx);
    if (along > 0 && along >= Math.abs(x * dy - y * dx) * 0.5 && (!best || cost < best.cost)) best = { thing, cost };
  }
  if (best) goTo(best.thing);
  else announce("Nothing further in that direction");
}

function goTo(thing) {
  choose({ node: thing.key, edge: null }, { replace: true });
  centre(thing);
}

function zoom(factor) {
  stage.fitted = false;
  network.moveTo({ scale: Math.min(8, Math.max(0.02, network.getScale() * factor)), animation: animation() });
}

// A sheet hides the lower part of a narrow picture, so the selection moves above it.
function uncover() {
  const thing = thingOf.get(state.node);
  if (!thing || !narrow.matches || document.body.dataset.sheet !== "panel" || state.view !== "picture") return;
  const at = onScreen(thing);
  const free = frameSize().height - sheetHeight();
  if (at && at.y > free - 40) centre(thing, network.getScale());
}

// Details that open beside the picture do not make it smaller: the selection moves out of their way.
function keepSeen(scale) {
  const thing = thingOf.get(state.node) ?? linkOf.get(state.edge)?.to;
  const node = thing && bodyNode(thing);
  if (!node) return;
  const { x, y } = network.getViewPosition();
  const reach = Math.max(0, frameSize().width / 2 - 200) / scale;
  network.moveTo({ position: { x: Math.min(Math.max(x, node.x - reach), node.x + reach), y }, scale });
}

function setPhysics(on) {
  network.setOptions({ physics: { ...page.physics, enabled: on } });
  find("physics").setAttribute("aria-pressed", String(on));
  if (on) {
    find("put-back").hidden = false;
    stage.arranged = false;
    stage.fitted = true;
    follow();
  }
  announce(on ? "Physics on" : "Physics off");
  redrawSoon();
}

// Forces may move the nodes anywhere: the picture follows them until the user moves it.
function follow() {
  if (!network.physics.options.enabled) return;
  if (stage.fitted && !network.physics.stabilized) fit(false);
  requestAnimationFrame(follow);
}

function putBack() {
  setPhysics(false);
  const placed = things.filter((thing) => Number.isFinite(thing.raw.x) && Number.isFinite(thing.raw.y));
  nodeSet.update(placed.map(({ raw, place }) => ({ id: raw.id, x: (place ?? raw).x, y: (place ?? raw).y })));
  find("put-back").hidden = true;
  stage.arranged = true;
  fit();
}

function listenToButtons() {
  const on = (id, act) => find(id).addEventListener("click", act);
  on("zoom-in", () => zoom(1.3));
  on("zoom-out", () => zoom(1 / 1.3));
  on("fit", () => fit(true, undefined, true));
  on("physics", () => setPhysics(!network.physics.options.enabled));
  on("put-back", putBack);
  for (const view of views) on(`show-${view}`, () => choose({ view }));
  on("skip", () => {
    choose({ view: "table" });
    find("tables").focus();
  });
  on("open-legend", toggleLegend);
  on("open-about", () => {
    const isOpen = narrow.matches
      ? document.body.dataset.sheet === "panel"
      : !document.body.hasAttribute("data-closed");
    if (isOpen && state.node === null && state.edge === null) return showPanel(false);
    choose(nothingChosen);
    showPanel(true);
    find("panel").focus();
  });
  on("show-all", showAll);
  find("all-sources")?.addEventListener("click", openSources);
  on("banner-end", () => {
    stopAsking();
    container.focus();
  });
  const saving = {
    "save-png": savePng,
    "save-svg": saveSvg,
    "save-json": saveJson,
    print: () => window.print(),
  };
  for (const [id, act] of Object.entries(saving))
    on(id, () => {
      find("save").open = false;
      act();
    });
  addEventListener("beforeprint", () => page.handout !== true && fillPaper());
  addEventListener("afterprint", () => page.handout !== true && find("print-sheet").replaceChildren());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") onEscape();
  });
  addEventListener("pointerdown", (event) => {
    if (!find("save").contains(event.target)) find("save").open = false;
  });
}

// The credits below the picture are cut at the window's edge: here they are in full.
function openSources() {
  choose(nothingChosen);
  showPanel(true);
  const list = find("panel").querySelector("details.sources");
  list?.setAttribute("open", "");
  list?.querySelector("summary").focus();
  list?.scrollIntoView({ block: "start" });
}

function toggleLegend() {
  if (narrow.matches) openSheet(document.body.dataset.sheet === "legend" ? null : "legend");
  else {
    document.body.toggleAttribute("data-folded");
    if (hasLittleRoom() && !document.body.hasAttribute("data-folded")) showPanel(false);
    find("open-legend").setAttribute("aria-expanded", String(!document.body.hasAttribute("data-folded")));
  }
}

function onEscape() {
  if (find("save").open) {
    find("save").open = false;
    find("save").querySelector("summary").focus();
  } else if (waiting) stopAsking();
  else if (narrow.matches && document.body.dataset.sheet) openSheet(null);
  else if (state.node || state.edge) choose({ node: null, edge: null });
  else if (state.from || state.route !== null) choose(nothingChosen);
}

const selection = (chosen) => [chosen.node, chosen.edge, chosen.from, chosen.to, chosen.route].join("\u0000");
const filtering = (chosen) => toFragment({ ...emptyState(), hide: chosen.hide, min: chosen.min });

// The effects of a change, each only if its part is affected.
watchers.push((before) => {
  const filtered = filtering(before) !== filtering(state);
  const selected = selection(before) !== selection(state);
  if (filtered) {
    const { shown } = redrawFiltered();
    announce(`${shown.toLocaleString("en")} of ${plural(substance.length, "node", "nodes")} shown`);
    syncLegend();
  }
  if (filtered || selected) {
    updateWay();
    drawPanel();
    syncRoutes();
    syncLanes();
  }
  if (before.colour !== state.colour) {
    drawLegend();
    syncLegend();
    repaint();
  }
  if (filtered || before.view !== state.view) syncView(before);
  if (selected) {
    stage.hovered = null; // what was chosen shows itself, though the pointer is still on a node
    if (state.node || state.edge || state.to || state.route !== null) showPanel(true);
    uncover();
    if (state.view === "picture" && state.route !== before.route) fitRoute();
    announce(panelText());
  }
  refocus();
});

// The live region names the selection, its kind and its number of links.
function panelText() {
  const title = find("panel-title").textContent;
  const thing = thingOf.get(state.node);
  if (!thing || state.edge) return title;
  const count = thing.links.filter((link) => link.shown).length;
  return `${title}, ${oneLine(classOf(thing).label)}, ${plural(count, "link", "links")}`;
}

function fitRoute() {
  const stops = chosenStops();
  whenDrawn(() => (stops.length ? fit(true, stops) : fit()));
}

// Roles more than one step away take the whole of a small window.
const isFar = page.kind === "role" && things.some((thing) => isCaption(thing) && thing.name.endsWith("steps away"));

function start() {
  container.setAttribute(
    "aria-label",
    `Network of ${plural(substance.length, "node", "nodes")} and ${plural(links.length, "link", "links")}. Arrow keys go from node to node, Enter opens one. The table shows the same.`,
  );
  darkScheme.addEventListener("change", () => {
    drawLegend();
    syncLegend();
    drawPanel();
    syncView(null);
  });
  listenToPicture();
  listenToButtons();
  startSearch();
  const wanted = fromFragment(currentFragment());
  // A role and a single route open with their panel; other pictures have the whole width.
  layOut();
  document.body.toggleAttribute("data-folded", hasLittleRoom());
  find("open-legend").setAttribute("aria-expanded", String(!hasLittleRoom()));
  for (const width of [narrow, middling]) width.addEventListener("change", layOut);
  phone.addEventListener("change", () => {
    turn();
    fit(false);
  });
  showPanel(
    !narrow.matches &&
      page.compact !== true &&
      (hasLanes ? routes.length === 1 && !hasLittleRoom() : Boolean(subject) && !(isFar && hasLittleRoom())),
  );
  useRoom();
  fit(false);
  drawPanel();
  syncView(null);
  syncRoutes();
  choose(wanted, { quiet: true });
  sayWhenEmpty();
  if (page.handout === true) startHandout();
}

start();
// For the console and for tests: vis-network's own network, and the positions of things.
window.careergraph = Object.freeze({
  network,
  labels: () =>
    labelsShown.map(({ left, top, right, bottom, owner, lines }) => ({
      left,
      top,
      right,
      bottom,
      id: owner.key,
      name: owner.name,
      lines: lines ?? owner.lines,
    })),
  place: (id) => onScreen(thingOf.get(String(id))),
  fragment: () => toFragment(state),
  shown: () => things.filter((thing) => thing.shown).map((thing) => thing.key),
  focused: () => (focus ? [...focus.nodes].map((thing) => thing.key) : null),
});
