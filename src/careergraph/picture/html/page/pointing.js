// What is pointed at: a node and 12 pixels around its middle, a label, else a line.
import {
  announce,
  families,
  isCaption,
  linkOf,
  oneLine,
  plural,
  routes,
  shapeOf,
  substance,
  thingOf,
  things,
} from "./data.js";
import { choose, familiesShown, nothingChosen, stage, state } from "./state.js";
import { linesOnDemand, waits } from "./colours.js";
import { ownShapes } from "./theme.js";
import { isUpright } from "./upright.js";
import { radiusOf } from "./labels.js";
import { animation, bodyNode, container, frameSize, labelsShown, network, onScreen, refocus } from "./picture.js";
import { canEndWay, waitForEnd, waiting } from "./ways.js";
import { pickThing } from "./panel.js";

const leastReach = 12;
const within = (box, { x, y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

function thingAt(point) {
  const { scale } = network.body.view;
  let near = null;
  for (const thing of things) {
    const at = !isCaption(thing) && onScreen(thing);
    if (!at) continue;
    const away = Math.hypot(at.x - point.x, at.y - point.y);
    const radius = radiusOf(thing) * scale;
    if (away <= radius || (!ownShapes.has(shapeOf(thing)) && isInside(thing, point))) return thing;
    if (away <= Math.max(leastReach, radius) && (!near || away < near.away)) near = { thing, away };
  }
  return labelsShown.find((box) => within(box, point))?.owner ?? near?.thing ?? null;
}

// Shapes that hold their label are boxes.
function isInside(thing, point) {
  const box = bodyNode(thing)?.shape.boundingBox;
  const { x, y } = network.DOMtoCanvas(point);
  return Boolean(box) && within(box, { x, y });
}

function linkAt(point) {
  const id = linesOnDemand ? null : network.getEdgeAt(point);
  const link = id === null || id === undefined ? null : (linkOf.get(String(id)) ?? null);
  return link && !waits(link) ? link : null;
}

// The family of a map whose background is pointed at.
function familyAt(point) {
  const at = network.DOMtoCanvas(point);
  const found = [...families.values()].find(
    ({ id, frame }) =>
      frame?.length === 4 &&
      familiesShown.has(id) &&
      within({ left: frame[0], top: frame[1], right: frame[2], bottom: frame[3] }, at),
  );
  return stage.arranged && !isUpright && found ? found : null;
}

// Show one family as large as there is room.
function zoomToFamily(family) {
  const [left, top, right, bottom] = family.frame;
  const { width, height } = frameSize();
  stage.fitted = false;
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: familyScale(family, width, height),
    animation: animation(),
  });
  announce(`${oneLine(family.label)}: ${plural(countIn(family), "role", "roles")}`);
}

function familyScale({ frame: [left, top, right, bottom] }, width, height) {
  return Math.min(2.5, (0.9 * width) / (right - left), (0.9 * height) / (bottom - top));
}

const countIn = (family) => substance.filter((thing) => thing.shown && thing.family === family.id).length;

// A name that is not that of a thing: of a family or a route.
function pickCaption(caption) {
  const family = families.get(caption.family);
  if (isUpright) return;
  if (family?.frame) return zoomToFamily(family);
  const number = Number(caption.key.replace("title+", "")) - 1;
  if (routes[number]) choose({ ...nothingChosen, route: number });
}

// A clicked thing shows its selection: until the pointer leaves it, it does not count as pointed at.
let clicked = null;

function onClick({ pointer, event }) {
  const thing = thingAt(pointer.DOM);
  clicked = thing ?? linkAt(pointer.DOM);
  if (thing && isCaption(thing)) return pickCaption(thing);
  const link = thing ? null : linkAt(pointer.DOM);
  const from = thingOf.get(state.node);
  if (thing && event?.srcEvent?.shiftKey && from && from !== thing && !waiting && canEndWay(from)) waitForEnd(from);
  if (thing) return pickThing(thing);
  if (waiting) return;
  if (link) return choose({ edge: link.key, node: null });
  if (state.node || state.edge) return choose({ node: null, edge: null });
  const family = familyAt(pointer.DOM);
  const { width, height } = frameSize();
  if (family && network.getScale() < 0.8 * familyScale(family, width, height)) zoomToFamily(family);
}

function hover(next) {
  if ((stage.hovered?.thing ?? stage.hovered?.link) === (next?.thing ?? next?.link)) return;
  stage.hovered = next;
  refocus();
}

// At most once in a frame.
let pointed = null;
function onPointerMove(event) {
  if (event.pointerType === "touch" || event.buttons) return;
  const box = container.getBoundingClientRect();
  if (!pointed)
    requestAnimationFrame(() => {
      const point = pointed;
      pointed = null;
      if (!point) return;
      const thing = thingAt(point);
      const link = thing ? null : linkAt(point);
      container.classList.toggle("pointing", Boolean(thing || link));
      if ((thing ?? link) !== clicked) clicked = null;
      if (clicked) return;
      hover(thing && !isCaption(thing) ? { thing } : link ? { link } : null);
    });
  pointed = { x: event.clientX - box.left, y: event.clientY - box.top };
}

export function listenToPointer() {
  network.on("click", onClick);
  container.addEventListener("pointermove", onPointerMove);
  container.addEventListener("pointerleave", () => {
    pointed = null;
    hover(null);
  });
}
