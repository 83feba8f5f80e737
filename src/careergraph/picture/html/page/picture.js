// The network itself, and what is drawn over it: veil and focus, labels, rings, the axis.
import {
  announce,
  clean,
  cut,
  fallback,
  families,
  find,
  isCaption,
  kindOf,
  kinds,
  hasTwoColumns,
  linkOf,
  links,
  markOf,
  oneLine,
  otherEnd,
  page,
  plural,
  routes,
  shapeOf,
  substance,
  thingOf,
  things,
} from "./data.js";
import { applyFilters, familiesShown, hasLanes, narrow, resetFilters, stage, state } from "./state.js";
import { hasRoads, linesOnDemand } from "./colours.js";
import { isUpright, stand } from "./upright.js";
import {
  bendParallels,
  calm,
  colourOfThing,
  darkScheme,
  fonts,
  isLineHidden,
  isNodeHidden,
  ownShapes,
  paint,
  theme,
  visEdge,
  visNode,
  visOptions,
} from "./theme.js";
import { drawLabels, importanceOrder, isListed, labelBox, measuring, placeLabels, radiusOf } from "./labels.js";
import { routeFocus, way, wayFocus } from "./ways.js";

bendParallels();
stand();
applyFilters();
export const nodeSet = new vis.DataSet(things.map(visNode));
// If there are many links, only the nodes are drawn at once; the lines follow when the page is idle, so that it
// responds sooner.
const pending = new Set(links.length > 1200 ? links : []);
const edgeSet = new vis.DataSet(links.filter((link) => !pending.has(link)).map(visEdge));
export const container = find("network");
export const network = new vis.Network(container, { nodes: nodeSet, edges: edgeSet }, visOptions());
network.canvas.frame.tabIndex = -1; // the element around it takes the focus and the keys
export const animation = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });
export let focus = null; // {nodes: Set, edges: Set} of what stands out; null: everything
export let labelsShown = [];

const whenIdle = (act) =>
  window.requestIdleCallback ? requestIdleCallback(act, { timeout: 400 }) : setTimeout(act, 60);
const portion = Math.max(500, Math.ceil(links.length / 8));
function drawPending() {
  const next = [...pending].slice(0, portion);
  for (const link of next) pending.delete(link);
  edgeSet.add(next.map(visEdge));
  if (pending.size) whenIdle(drawPending);
}
if (pending.size) network.once("afterDrawing", () => whenIdle(drawPending));

export const bodyNode = (thing) => network.body.nodes[thing.raw.id];
const bodyEdge = (link) => network.body.edges[link.raw.id];
export function onScreen(thing) {
  const node = bodyNode(thing);
  const { scale, translation } = network.body.view;
  return node && thing.shown && !thing.isAbsent
    ? { x: node.x * scale + translation.x, y: node.y * scale + translation.y }
    : null;
}
export const frameSize = () => ({ width: container.clientWidth, height: container.clientHeight });

// Draw in pixels of the screen instead of the network's own units.
function inScreen(ctx, draw) {
  const ratio = network.canvas.pixelRatio || 1;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  ctx.restore();
}

const around = (thing) => {
  const edges = thing.links.filter((link) => link.shown);
  return { nodes: new Set([thing, ...edges.map((link) => otherEnd(link, thing))]), edges: new Set(edges) };
};
const ofLink = (link) => ({ nodes: new Set([link.from, link.to]), edges: new Set([link]) });

function findFocus() {
  if (stage.hovered?.thing) return around(stage.hovered.thing);
  if (stage.hovered?.link) return ofLink(stage.hovered.link);
  if (state.route !== null) return routeFocus(state.route);
  if (state.from && state.to) return wayFocus();
  if (state.node) return around(thingOf.get(state.node));
  if (state.edge) return ofLink(linkOf.get(state.edge));
  return null;
}

function ring(ctx, thing, colour, width) {
  const at = thing && onScreen(thing);
  if (!at) return;
  ctx.beginPath();
  const own = ownShapes.has(shapeOf(thing));
  const node = bodyNode(thing);
  const scale = network.body.view.scale;
  if (own) ctx.arc(at.x, at.y, radiusOf(thing) * scale + 5, 0, 2 * Math.PI);
  else {
    const box = node.shape.boundingBox;
    const corner = network.canvasToDOM({ x: box.left, y: box.top });
    ctx.rect(corner.x - 4, corner.y - 4, (box.right - box.left) * scale + 8, (box.bottom - box.top) * scale + 8);
  }
  ctx.lineWidth = width;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

// "level 3, after 2 to 5 years" stands in two lines.
const tickLines = (tick) =>
  cut(oneLine(tick.label), 60)
    .split(/, (.*)/)
    .filter(Boolean);
const axisHeight = page.axis?.ticks?.some((tick) => tickLines(tick).length > 1) ? 56 : 40;
export const axisShown = () => page.axis && stage.arranged && !isUpright;

function drawAxisLines(ctx) {
  if (!axisShown()) return;
  const { scale, translation } = network.body.view;
  const { height } = frameSize();
  inScreen(ctx, () => {
    ctx.strokeStyle = theme().line;
    ctx.lineWidth = 1;
    for (const tick of page.axis.ticks) {
      const x = Math.round(tick.x * scale + translation.x) + 0.5;
      ctx.beginPath();
      ctx.moveTo(x, 0);
      ctx.lineTo(x, height - axisHeight);
      ctx.stroke();
    }
  });
}

function drawAxis(ctx) {
  const { scale, translation } = network.body.view;
  const { width, height } = frameSize();
  const top = height - axisHeight;
  ctx.fillStyle = theme().paper;
  ctx.fillRect(0, top, width, axisHeight);
  ctx.strokeStyle = theme().soft;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(0, top + 0.5);
  ctx.lineTo(width, top + 0.5);
  ctx.stroke();
  ctx.fillStyle = theme().soft;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  ctx.font = `600 11px ${fonts}`;
  ctx.fillText(clean(page.axis.label), 10, top + axisHeight - 18);
  ctx.textAlign = "center";
  ctx.font = `12px ${fonts}`;
  let taken = -Infinity;
  for (const tick of page.axis.ticks) {
    const x = tick.x * scale + translation.x;
    const lines = tickLines(tick);
    const half = Math.max(...lines.map((line) => ctx.measureText(line).width)) / 2;
    if (x - half < taken + 8 || x < 0 || x > width) continue;
    taken = x + half;
    ctx.fillRect(x - 0.5, top, 1, 5);
    for (const [index, line] of lines.entries()) ctx.fillText(line, x, top + 7 + 15 * index);
  }
}

function shorten(point, towards, by) {
  const length = Math.hypot(towards.x - point.x, towards.y - point.y) || 1;
  const share = Math.min(0.45, by / length);
  return { x: point.x + (towards.x - point.x) * share, y: point.y + (towards.y - point.y) * share };
}

// Where a line runs: from rim to rim, over the points that bend it.
export function courseOf(link, ends, gap) {
  const [from, to] = ends;
  const via = [bodyEdge(link)?.edgeType.getViaNode?.()].flat().filter((point) => Number.isFinite(point?.x));
  return {
    via,
    start: shorten(from, via[0] ?? to, radiusOf(link.from)),
    end: shorten(to, via.at(-1) ?? from, radiusOf(link.to) + gap),
  };
}

// An emphasised line: opaque, in the colour of its kind, with a minimum width on the screen. If there are many, those
// without a source are slightly subdued.
function drawClearly(ctx, link, least) {
  const [from, to] = [bodyNode(link.from), bodyNode(link.to)];
  if (!from || !to || from === to) return;
  const { scale } = network.body.view;
  const width = Math.max(Number(link.raw.width) || 1, least / scale);
  const head = link.directed ? 4.5 * width : 0;
  const { start, via, end } = courseOf(link, [from, to], head * 0.8);
  const colour = paint(kindOf(link));
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = width;
  if (least < 2 && markOf(link)) ctx.globalAlpha = 0.6;
  ctx.setLineDash(Array.isArray(link.raw.dashes) ? link.raw.dashes.map((dash) => (dash * width) / 2) : []);
  ctx.beginPath();
  ctx.moveTo(start.x, start.y);
  if (via.length === 2) ctx.bezierCurveTo(via[0].x, via[0].y, via[1].x, via[1].y, end.x, end.y);
  else if (via.length === 1) ctx.quadraticCurveTo(via[0].x, via[0].y, end.x, end.y);
  else ctx.lineTo(end.x, end.y);
  ctx.stroke();
  if (head) {
    const back = via.at(-1) ?? start;
    const length = Math.hypot(end.x - back.x, end.y - back.y) || 1;
    const [u, v] = [(end.x - back.x) / length, (end.y - back.y) / length];
    ctx.beginPath();
    ctx.moveTo(end.x + u * head * 0.8, end.y + v * head * 0.8);
    ctx.lineTo(end.x - (u * head) / 3 - (v * head) / 2, end.y - (v * head) / 3 + (u * head) / 2);
    ctx.lineTo(end.x - (u * head) / 3 + (v * head) / 2, end.y - (v * head) / 3 - (u * head) / 2);
    ctx.fill();
  }
  ctx.restore();
}

const mostBold = 16;
const mostAsContext = 150;

function drawOver(ctx) {
  const { width, height } = frameSize();
  if (focus) {
    inScreen(ctx, () => {
      ctx.fillStyle = theme().veil;
      ctx.fillRect(0, 0, width, height);
    });
    const lines = [...focus.edges].filter((link) => link.shown);
    const least = lines.length > mostBold ? 1.1 : 2.2;
    for (const link of lines) drawClearly(ctx, link, least);
    for (const thing of focus.nodes) if (thing.shown) bodyNode(thing)?.draw(ctx);
  }
  inScreen(ctx, () => {
    const { accent, ink } = theme();
    for (const key of [state.node, state.from, state.to]) if (key) ring(ctx, thingOf.get(key), accent, 2.5);
    if (stage.hovered?.thing) ring(ctx, stage.hovered.thing, ink, 1.5);
    const { scale } = network.body.view;
    const standsOut = (thing) => !focus || focus.nodes.has(thing);
    // If there are few names, those of things that are not emphasised stay as context.
    const isContext = substance.length <= mostAsContext;
    const list = labelOrder().filter((thing) => thing.shown && (isContext || standsOut(thing)));
    if (focus) list.sort((a, b) => standsOut(b) - standsOut(a));
    const bottom = height - (axisShown() ? axisHeight : 0);
    labelsShown = placeLabels(
      list,
      onScreen,
      scale,
      { left: 0, top: 0, right: width - sideSheet() - (isUpright ? 8 : 0), bottom },
      controlsBox(),
      keptLabels(),
    );
    if (!stage.hovered) stillLabels = { key: viewKey(), labels: labelsShown };
    if (marked.length <= 600 && !isUpright)
      drawMarks(ctx, focus ? marked.filter((link) => focus.edges.has(link)) : marked);
    drawNumbers(ctx);
    drawRoadNames(ctx);
    drawLabels(ctx, labelsShown, standsOut);
    if (axisShown()) drawAxis(ctx);
    if (isOfChains && !isUpright) drawMoreBelow(ctx);
  });
  sayWhenEmpty();
}

// The stops of the selected route, in order.
export function chosenStops() {
  if (state.route !== null) {
    const stops = routes[state.route].nodes.map((id) => thingOf.get(String(id)));
    return stops.filter((thing) => thing?.class === "role");
  }
  return state.from && state.to && way ? [thingOf.get(state.from), ...way.map((step) => step.thing)] : [];
}

function drawNumbers(ctx) {
  const { scale } = network.body.view;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  chosenStops().forEach((thing, index) => {
    const at = onScreen(thing);
    if (!at) return;
    const radius = Math.max(9, radiusOf(thing) * scale);
    ctx.beginPath();
    ctx.arc(at.x, at.y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colourOfThing(thing);
    ctx.fill();
    ctx.fillStyle = theme().paper;
    ctx.font = `700 ${Math.min(15, Math.round(radius * 1.2))}px ${fonts}`;
    ctx.fillText(String(index + 1), at.x, at.y + 0.5);
  });
}

// Chains open at their first rows: how many are below these is said beside the buttons.
function drawMoreBelow(ctx) {
  const { height } = frameSize();
  const below = substance.filter((thing) => thing.shown && onScreen(thing)?.y > height).length;
  const buttons = find("controls");
  if (!below || !buttons.offsetParent) return;
  ctx.font = `600 12px ${fonts}`;
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme().soft;
  const text = `▼ ${below.toLocaleString("en")} more below: drag, or press Fit`;
  ctx.fillText(text, buttons.offsetLeft - 12, buttons.offsetTop + buttons.offsetHeight / 2);
}

// Whether a thing can be seen: within the frame, and more than a speck.
function isInView(thing) {
  const at = onScreen(thing);
  const { width, height } = frameSize();
  const radius = radiusOf(thing) * network.body.view.scale;
  return at && radius > 0.2 && at.x > -radius && at.x < width + radius && at.y > -radius && at.y < height + radius;
}

// A blank canvas always has an explanation and a way back.
export function sayWhenEmpty() {
  const box = find("nothing");
  const shown = substance.some((thing) => thing.shown);
  const text =
    substance.length === 0
      ? "There is nothing in this picture."
      : !shown
        ? "Nothing is shown: the filters hide everything."
        : state.view === "picture" && !substance.some(isInView)
          ? "Nothing is in view: the picture was moved or zoomed too far."
          : "";
  box.hidden = !text;
  if (find("nothing-text").textContent === text) return;
  find("nothing-text").textContent = text;
  find("show-all").hidden = substance.length === 0;
  if (text) announce(text);
}

export function showAll() {
  if (!substance.some((thing) => thing.shown)) resetFilters();
  if (state.view === "picture") fit();
}

// The positions of a mark on its line: in the middle, or nearer to an end if other marks or names are in the way.
const markTurns = [0.5, 0.62, 0.38, 0.74, 0.26];

// The marks of links (~ for editorial and computed, or the people observed) that have room, wide lines first.
export function placeMarks(list, toPlace, taken, least) {
  const boxes = [...taken];
  const isFree = (box) =>
    boxes.every((b) => box.right < b.left || box.left > b.right || box.bottom < b.top || box.top > b.bottom);
  const placed = [];
  for (const link of [...list].sort((a, b) => (b.raw.width ?? 1) - (a.raw.width ?? 1))) {
    const label = link.about && cut(oneLine(link.raw.label), 24);
    const [from, to] = [toPlace(bodyNode(link.from)), toPlace(bodyNode(link.to))];
    if (!label || !link.shown || link.isTwin || link.from === link.to) continue;
    if (!from || !to || Math.hypot(from.x - to.x, from.y - to.y) < least) continue;
    const half = 3 + 4 * label.length;
    const places = markTurns
      .map((turn) => bodyEdge(link)?.edgeType.getPoint(turn))
      .filter(Boolean)
      .map(toPlace)
      .map(({ x, y }) => ({ x, y, left: x - half, right: x + half, top: y - 8, bottom: y + 8 }));
    const place = places.find(isFree);
    if (!place) continue;
    boxes.push(place);
    placed.push({ link, label, x: place.x, y: place.y });
  }
  return placed;
}

function drawMarks(ctx, list) {
  const { scale, translation } = network.body.view;
  ctx.textBaseline = "middle";
  ctx.textAlign = "center";
  ctx.font = `600 12px ${fonts}`;
  ctx.lineWidth = 4;
  ctx.strokeStyle = theme().paper;
  const onPage = (point) => point && { x: point.x * scale + translation.x, y: point.y * scale + translation.y };
  for (const { link, label, x, y } of placeMarks(list, onPage, labelsShown, 70)) {
    ctx.fillStyle = paint(kindOf(link));
    ctx.strokeText(label, x, y);
    ctx.fillText(label, x, y);
  }
}
// A label that is pointed at does not move, although things linked with it are emphasised.
let stillLabels = { key: "", labels: [] };
const viewKey = () => {
  const { scale, translation } = network.body.view;
  return [scale, translation.x, translation.y, state.node].join(" ");
};
const keptLabels = () =>
  stage.hovered && stillLabels.key === viewKey()
    ? stillLabels.labels.filter((box) => box.owner.shown && (!focus || focus.nodes.has(box.owner)))
    : [];

// Things that are pointed at or selected are named first.
function labelOrder() {
  const first = [stage.hovered?.thing, thingOf.get(state.node)].filter(Boolean);
  return first.length ? [...new Set([...first, ...importanceOrder])] : importanceOrder;
}

export const marked = links.filter((link) => link.about && link.raw.label);

// The buttons and the key overlap the picture, so no label is placed under them.
function controlsBox() {
  return ["controls", "key"]
    .map(find)
    .filter((box) => box.offsetParent)
    .map((box) => ({
      left: box.offsetLeft,
      top: box.offsetTop,
      right: box.offsetLeft + box.offsetWidth,
      bottom: box.offsetTop + box.offsetHeight,
    }));
}

// A soft background behind each family of a map.
export const frames = () =>
  stage.arranged && !isUpright
    ? [...families.values()]
        .filter(({ id, frame }) => frame?.length === 4 && frame.every(Number.isFinite) && familiesShown.has(id))
        .map(({ frame }) => frame)
    : [];

function drawFrames(ctx) {
  ctx.fillStyle = theme().tint;
  for (const [left, top, right, bottom] of frames()) {
    ctx.beginPath();
    ctx.roundRect(left, top, right - left, bottom - top, 14);
    ctx.fill();
  }
}

// How many moves lead from one family to another, as roads between places; in other pictures each kind of link and
// each direction has a road of its own, with its name and number.
export function roads() {
  const isMapOfAll = linesOnDemand;
  const isOneWay = !isMapOfAll && page.kind !== "family";
  const bundles = new Map();
  for (const link of links) {
    const ends = [link.from.family, link.to.family];
    if (!link.shown || ends[0] === ends[1] || ends.some((id) => !families.get(id)?.frame)) continue;
    const key = [...(isOneWay ? ends : ends.sort()), isOneWay ? link.kind : ""].join("\u0000");
    bundles.set(key, [...(bundles.get(key) ?? []), link]);
  }
  const found = [...bundles.values()].filter((list) => list.length >= (isMapOfAll ? 3 : 1));
  if (isMapOfAll)
    return found.map((list) => ({
      ends: [list[0].from.family, list[0].to.family].map(middleOf),
      width: 2.5 * Math.sqrt(list.length),
    }));
  const beside = new Map();
  for (const list of found) {
    const pair = [list[0].from.family, list[0].to.family].sort().join("\u0000");
    beside.set(pair, [...(beside.get(pair) ?? []), list]);
  }
  return [...beside.values()].flatMap((group) =>
    group.map((list, index) => ({
      ends: rimEnds(list[0], 36 * (index - (group.length - 1) / 2)),
      width: Math.min(9, 1.5 + Math.sqrt(list.length)),
      kind: isOneWay ? list[0].kind : null,
      label: isOneWay
        ? `${oneLine(kindOf(list[0]).label)} · ${list.length.toLocaleString("en")}`
        : plural(list.length, "move", "moves"),
    })),
  );
}

function middleOf(id) {
  const [left, top, right, bottom] = families.get(id).frame;
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

// Where a road leaves one block and where it reaches another, on the sides that face each other.
function rimEnds(link, aside) {
  const [a, b] = [link.from.family, link.to.family].map((id) => families.get(id).frame);
  // Beside each other the middles are joined; of blocks above each other the line runs upright where it can.
  const within = (one, low, high, middle) => {
    const rim = Math.min(12, (one[high] - one[low]) / 2);
    return Math.max(one[low] + rim, Math.min(middle + aside, one[high] - rim));
  };
  const middle = (one, low, high) => (one[low] + one[high]) / 2;
  const smaller = b[2] - b[0] < a[2] - a[0] ? b : a;
  const [level, apart] = [
    [0, 2, 1, 3],
    [1, 3, 0, 2],
  ].map(([near, far, low, high], isApart) => ({
    gap: Math.max(b[near] - a[far], a[near] - b[far]),
    from: [a[far] < b[near] ? a[far] : a[near], within(a, low, high, middle(isApart ? smaller : a, low, high))],
    to: [a[far] < b[near] ? b[near] : b[far], within(b, low, high, middle(isApart ? smaller : b, low, high))],
  }));
  return level.gap > 40 || level.gap >= apart.gap
    ? [level.from, level.to].map(([x, y]) => ({ x, y }))
    : [apart.from, apart.to].map(([y, x]) => ({ x, y }));
}

export const roadsShown = () => hasRoads && !isListed && !focus && frames().length > 1;

function drawRoads(ctx) {
  if (!roadsShown()) return;
  const { scale } = network.body.view;
  for (const { ends, width, kind } of roads()) {
    const [from, to] = ends;
    ctx.strokeStyle = ctx.fillStyle = kind ? paint(kinds.get(kind) ?? fallback) : theme().line;
    ctx.lineWidth = linesOnDemand ? width / Math.max(scale, 0.15) / 2 : width / Math.min(1, scale);
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    if (kind) {
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const [u, v] = [(to.x - from.x) / length, (to.y - from.y) / length];
      const head = Math.min(length / 3, 6 / scale + ctx.lineWidth);
      ctx.lineTo(to.x - u * head, to.y - v * head);
      ctx.globalAlpha = 0.75;
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(to.x, to.y);
      ctx.lineTo(to.x - u * head - v * head * 0.7, to.y - v * head + u * head * 0.7);
      ctx.lineTo(to.x - u * head + v * head * 0.7, to.y - v * head - u * head * 0.7);
      ctx.fill();
      ctx.globalAlpha = 1;
      continue;
    }
    if (!linesOnDemand) ctx.lineTo(to.x, to.y);
    else
      ctx.quadraticCurveTo(
        (from.x + to.x) / 2 + (to.y - from.y) * 0.12,
        (from.y + to.y) / 2 - (to.x - from.x) * 0.12,
        to.x,
        to.y,
      );
    ctx.stroke();
  }
}

// The names of roads stand on them where no other name and no block does.
export function roadNames(list, toScreen, scale) {
  const taken = [];
  const grounds = frames().map(([left, top, right, bottom]) => ({
    ...toScreen({ x: left, y: top }),
    right: toScreen({ x: right, y: bottom }).x,
    bottom: toScreen({ x: right, y: bottom }).y,
  }));
  measuring.font = `600 12px ${fonts}`;
  for (const { ends, kind, label, width } of list) {
    if (!label) continue;
    const [from, to] = ends.map(toScreen);
    const half = measuring.measureText(label).width / 2 + 3;
    for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const x = from.x + (to.x - from.x) * share;
      const y = from.y + (to.y - from.y) * share - width / 2 - 2 - (scale < 1 ? 0 : width / 4);
      const box = { left: x - half, right: x + half, top: y - 15, bottom: y + 1 };
      const hits = (other) =>
        box.left < other.right &&
        box.right > (other.left ?? other.x) &&
        box.top < other.bottom &&
        box.bottom > (other.top ?? other.y);
      if (taken.some(hits) || grounds.some(hits)) continue;
      taken.push({ ...box, x, y, label, kind });
      break;
    }
  }
  return taken;
}

function drawRoadNames(ctx) {
  if (!roadsShown()) return;
  const { scale, translation } = network.body.view;
  const toScreen = ({ x, y }) => ({ x: x * scale + translation.x, y: y * scale + translation.y });
  ctx.font = `600 12px ${fonts}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  ctx.lineWidth = 4;
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme().paper;
  for (const { x, y, label, kind } of roadNames(roads(), toScreen, scale)) {
    ctx.fillStyle = kind ? paint(kinds.get(kind) ?? fallback) : theme().soft;
    ctx.strokeText(label, x, y);
    ctx.fillText(label, x, y);
  }
}

network.on("beforeDrawing", drawRoads);
network.on("beforeDrawing", drawFrames);
network.on("beforeDrawing", drawAxisLines);
network.on("afterDrawing", drawOver);

export function refocus() {
  focus = findFocus();
  redrawSoon();
}

// Once at the next frame, however many changes come before it.
export const redrawSoon = () => network.body.emitter.emit("_requestRedraw");

// Show the change of filters in the picture; only nodes and edges that change are given to vis.
export function redrawFiltered() {
  const before = [things.map((thing) => thing.shown), links.map((link) => link.shown)];
  applyFilters();
  const nodes = things.filter((thing, index) => thing.shown !== before[0][index]);
  const edges = links.filter((link, index) => link.shown !== before[1][index] && !pending.has(link));
  nodeSet.update(nodes.map((thing) => ({ id: thing.raw.id, hidden: isNodeHidden(thing) })));
  edgeSet.update(edges.map((link) => ({ id: link.raw.id, hidden: isLineHidden(link) })));
  sayWhenEmpty();
  return { shown: substance.filter((thing) => thing.shown).length, changed: nodes.length + edges.length };
}

export function repaint() {
  nodeSet.update(things.map(visNode));
  edgeSet.update(links.filter((link) => !pending.has(link)).map(visEdge));
  network.setOptions({ nodes: visOptions().nodes, edges: { font: visOptions().edges.font } });
  redrawSoon();
}
darkScheme.addEventListener("change", repaint);

// The extent of everything shown, in the network's units: nodes, curved lines, and backgrounds of families.
function extent(list = things) {
  const boxes = list
    .filter((thing) => thing.shown && !thing.isAbsent && bodyNode(thing))
    .map((thing) => [bodyNode(thing), radiusOf(thing)])
    .map(([{ x, y }, radius]) => [x - radius, y - radius, x + radius, y + radius]);
  if (boxes.length === 0) return null;
  if (list === things) {
    for (const { x, y } of bows()) boxes.push([x, y, x, y]);
    boxes.push(...frames());
  }
  const [left, top, right, bottom] = [0, 1, 2, 3].map((side) =>
    boxes.reduce((most, box) => (side < 2 ? Math.min(most, box[side]) : Math.max(most, box[side])), boxes[0][side]),
  );
  return { left, top, right, bottom };
}

// The middles of bent lines.
export const bows = () =>
  links
    .filter((link) => link.shown && (link.bend || link.raw.smooth))
    .map((link) => bodyEdge(link)?.edgeType.getPoint(0.5))
    .filter((point) => Number.isFinite(point?.x));

// How much of the right the panel covers, where it lies over the picture.
const sideSheet = () =>
  document.body.hasAttribute("data-overlaid") && !document.body.hasAttribute("data-closed")
    ? Math.min(find("panel").offsetWidth, 0.6 * frameSize().width)
    : 0;

// Room for labels, the buttons above and the axis below, in pixels.
function margins({ left, right }) {
  const { width } = frameSize();
  // On a phone, the key is below the picture.
  const half = frameSize().height / 2;
  const over = controlsBox().filter((box) => box.top < half);
  const buttons = over.reduce((most, box) => Math.max(most, box.bottom), 0);
  const key = controlsBox().find((box) => box.top >= half);
  const below = key ? frameSize().height - key.top : 0;
  const side = narrow.matches ? 35 : frames().length ? 30 : 105;
  // A longer label is cut. The panel may lie over a part of the width.
  const free = width - sideSheet();
  const most = (narrow.matches ? 0.18 : free < 760 ? 0.27 : 0.34) * free;
  const beside = (name, isOuter) => {
    if (frames().length) return side; // labels stand on the grounds
    const outer = things.filter((thing) => thing.shown && thing.about?.side === name && isOuter(bodyNode(thing)?.x));
    const label = outer.reduce((widest, thing) => Math.max(widest, labelBox(thing).width), 0);
    return label ? Math.min(Math.max(side, label + 24), most) : side;
  };
  const rim = 0.15 * (right - left);
  const onRight = beside("right", (x) => x > right - rim);
  return {
    left: beside("left", (x) => x < left + rim),
    right: sideSheet() ? sideSheet() + Math.max(onRight, 105) : onRight,
    // Roles of a route stand in one row: neighbours with long names are named in two rows above it.
    top: Math.max(40, buttons + (frames().length || page.compact === true ? 8 : 16)) + (axisShown() ? 44 : 0),
    bottom:
      below + (routes.length > 1 ? 64 : hasTwoColumns || frames().length ? 20 : 46) + (axisShown() ? axisHeight : 0),
  };
}

// Only some families of a map are visible at once; the rows of a block are close together.
const leastOnPhone = isListed ? 0.9 : page.kind === "all" ? 0.36 : page.kind === "query" && families.size ? 1 : 0.62;
const opensPartly = !hasLanes && !hasTwoColumns;
// Elsewhere a query opens at its first rows if there are too many to name all of them, a map only in a small space.
const isOfChains = page.kind === "query" && things.some((thing) => thing.about?.side === "below");
const leastWide = isOfChains ? 0.5 : page.kind === "query" && families.size ? 0.65 : isListed ? 0.63 : 0;
// Blocks and chains are read from their first row.
const opensAtTop = () => isOfChains || (isListed && !narrow.matches) || (page.kind === "query" && frames().length > 0);
const leastScale = () => (narrow.matches ? leastOnPhone : leastWide);
const mainThing = () =>
  importanceOrder.find((thing) => thing.shown && !isCaption(thing) && bodyNode(thing)) ?? things[0];

let stretched = [1, 1];
// Where a picture has to shrink much for one direction only, the other keeps its size, so that names find a place.
export function useRoom() {
  const isDone = stretched.some((factor) => factor !== 1);
  const edge = isUpright || isDone || !frameSize().width ? null : extent();
  if (!edge) return;
  const { room, ...found } = roomFor(edge);
  if (found.whole > 0.9) return;
  const whole = Math.max(found.whole, opensPartly ? leastScale() : 0);
  const stretch = (size, free) => Math.max(1, Math.min(1 / whole, free / (size * whole)));
  const across = stretch(edge.right - edge.left, room.x);
  const down = stretch(edge.bottom - edge.top, room.y);
  if (Math.max(across, down) < 1.05) return;
  scalePlaces(across, down);
  nodeSet.update(things.map(({ raw: { id, x, y } }) => ({ id, x, y })));
  stretched = [across, down];
}

function scalePlaces(across, down) {
  for (const { raw } of things) Object.assign(raw, { x: raw.x * across, y: raw.y * down });
  for (const node of things.map(bodyNode).filter(Boolean))
    Object.assign(node, { x: node.x * across, y: node.y * down });
  for (const family of families.values())
    if (family.frame) family.frame = family.frame.map((side, place) => side * (place % 2 ? down : across));
  for (const tick of page.axis?.ticks ?? []) tick.x *= across;
}

// Files and paper have other proportions than the screen: for them, everything is as it was laid out.
export function asLaidOut(draw) {
  const [across, down] = stretched;
  scalePlaces(1 / across, 1 / down);
  const drawn = draw();
  scalePlaces(across, down);
  return drawn;
}

function roomFor(edge) {
  const margin = margins(edge);
  const { width, height } = frameSize();
  const room = {
    x: Math.max(40, width - margin.left - margin.right),
    y: Math.max(40, height - margin.top - margin.bottom),
  };
  const whole = Math.min(1.3, room.x / (edge.right - edge.left), room.y / (edge.bottom - edge.top));
  return { margin, room, whole };
}

export function fit(animate = true, list = things, isWhole = false) {
  stage.fitted = list === things;
  const edge = extent(list);
  if (!edge) return;
  const { margin, room, whole } = roomFor(edge);
  if (isUpright && stage.arranged) return fitUpright(edge, margin.top, animate, isWhole || list !== things);
  // On a phone a picture opens around its subject, at a readable size; the rest is reached by moving it.
  const isTooSmall = !isWhole && list === things && opensPartly && whole < leastScale();
  const scale = isTooSmall ? leastScale() : whole;
  const start = opensAtTop() ? { x: edge.left, y: edge.top } : null;
  const main = isTooSmall ? (start ?? bodyNode(mainThing())) : null;
  // Around what the picture is about, but never beyond its rim.
  const amid = (place, low, high, room, [near, far] = []) => {
    const half = room / (2 * scale);
    if (high - low <= 2 * half) return (low + high) / 2;
    // From the rim of a ground, if what the picture is about is then in view.
    const start = [near + half, far - half].find((middle) => Math.abs(place - middle) < half) ?? place;
    return Math.min(Math.max(start, low + half), high - half);
  };
  const ground = isTooSmall ? families.get(mainThing().family)?.frame : null;
  network.moveTo({
    position: {
      x: amid(main?.x ?? 0, edge.left, edge.right, room.x, ground ? [ground[0], ground[2]] : []),
      y: amid(main?.y ?? 0, edge.top, edge.bottom, room.y),
    },
    scale: Math.max(scale, 0.005),
    offset: { x: (margin.left - margin.right) / 2, y: (margin.top - margin.bottom) / 2 },
    animation: animate ? animation() : false,
  });
}

const leftRim = 22;

// At a size that can be read, from the top and the left; `isWhole`: from top to bottom.
function fitUpright(edge, top, animate, isWhole) {
  const { width, height } = frameSize();
  const room = height - sheetHeight() - top - 24;
  const scale = isWhole ? Math.min(1, room / (edge.bottom - edge.top)) : 1;
  network.moveTo({
    position: { x: (width / 2 - leftRim) / scale, y: edge.top + (height / 2 - top) / scale },
    scale,
    animation: animate ? animation() : false,
  });
}

// Stand upright or lie down, as the width asks.
export function turn(upright) {
  if (stand(upright)) repaint();
}

// After the page has been laid out again.
export const whenDrawn = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

// How much of the picture the panel covers, where it is a sheet.
export function sheetHeight() {
  if (!narrow.matches || document.body.dataset.sheet !== "panel") return 0;
  const bottom = container.getBoundingClientRect().bottom;
  const most = Math.max(0, frameSize().height - 80);
  return Math.min(most, Math.max(0, find("panel").offsetHeight - (innerHeight - bottom)));
}

// A sheet may cover part of the picture: things are centred in the rest of it.
export function centre(thing, scale = Math.max(network.getScale(), 0.9)) {
  stage.fitted = false;
  network.moveTo({
    position: { x: isUpright ? (frameSize().width / 2 - leftRim) / scale : bodyNode(thing).x, y: bodyNode(thing).y },
    scale,
    offset: { x: 0, y: -sheetHeight() / 2 },
    animation: animation(),
  });
}
