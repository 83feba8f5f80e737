// Labels keep one size on the screen and never overlap. The more important ones are placed first; a label without a
// free place beside its node appears when the picture is zoomed in.
import { cut, families, isCaption, otherEnd, page, routes, shapeOf, things } from "./data.js";
import { narrow, stage, state } from "./state.js";
import { hasRoads, isMap } from "./colours.js";
import { isUpright } from "./upright.js";
import { colourOfThing, fonts, labelIsOurs, sizeOf, theme } from "./theme.js";

const routeEnds = new Set(routes.flatMap((route) => [route.nodes[0], route.nodes.at(-1)]).map(String));
export const importanceOrder = [...things].sort(
  (a, b) =>
    isCaption(b) - isCaption(a) ||
    routeEnds.has(b.key) - routeEnds.has(a.key) ||
    sizeOf(b) - sizeOf(a) ||
    (b.importance ?? 0) - (a.importance ?? 0) ||
    (a.key < b.key ? -1 : 1),
);
const largest = things.reduce((most, thing) => Math.max(most, isCaption(thing) ? 0 : sizeOf(thing)), 14);
// Several routes are rows of roles of one size, none of which is emphasised.
const inRows = routes.length > 1;
// Names of families fit their backgrounds: they grow and shrink with the map, within readable limits.
let drawnScale = 1;
const captionSize = (thing) => {
  const font = Number(thing.raw.font?.size) || 24;
  return drawnScale === 1 ? Math.max(12, font * 0.6) : Math.min(13, Math.max(10, font * drawnScale * 0.92));
};
// Large maps list the roles of each family.
export const isListed = page.kind === "all" && things.some((thing) => thing.about?.side);
// The rows of blocks are as close as the height of their labels.
const isDense = (thing) =>
  page.kind === "family" || (["query", "all"].includes(page.kind) && Boolean(thing.about?.side));
export const labelSize = (thing) => (isUpright ? 13 + 2 * isLarge(thing) : labelSizeAcross(thing));
const labelSizeAcross = (thing) =>
  isCaption(thing)
    ? captionSize(thing)
    : isDense(thing)
      ? Math.max(thing.about?.side === "below" ? 11 : 10, Math.min(12, Math.floor(15 * drawnScale)))
      : inRows
        ? 12
        : page.compact === true && thing.about?.side && page.kind === "role" && thing.class !== "role"
          ? 11
          : Math.round(11 + (page.kind === "all" ? 2 : 4) * Math.min(1, Math.max(0, sizeOf(thing) / largest - 0.3)));
const largestRaw = Math.max(...things.map((thing) => (isCaption(thing) ? 0 : Number(thing.raw.size) || 14)));
export const isLarge = (thing) =>
  isUpright
    ? isCaption(thing) || (!["path", "query"].includes(page.kind) && thing.raw.size === largestRaw)
    : isCaption(thing) || (!inRows && page.kind !== "family" && !isListed && sizeOf(thing) > 0.75 * largest);
const labelFont = (thing) => `${isLarge(thing) ? 600 : 400} ${labelSize(thing)}px ${fonts}`;
export const measuring = document.createElement("canvas").getContext("2d");

// Half the width of a shape as vis draws it, as a multiple of its size.
const reach = { dot: 1, diamond: 1, square: 1, triangle: 1.15, triangleDown: 1.15, hexagon: 1, star: 1 };
export const radiusOf = (thing) => sizeOf(thing) * (reach[shapeOf(thing)] ?? 1);

// The names of columns and blocks are close together.
const lineHeight = (thing) =>
  isDense(thing) || (page.compact === true && thing.about?.side) ? 1 : isMap || thing.about?.side ? 1.05 : 1.2;

export function labelBox(thing) {
  if (thing.box?.size !== labelSize(thing)) {
    measuring.font = labelFont(thing);
    const height = labelSize(thing) * lineHeight(thing);
    thing.box = {
      width: Math.max(...thing.lines.map((line) => measuring.measureText(line).width)),
      height: height * thing.lines.length,
      line: height,
      size: labelSize(thing),
    };
  }
  return thing.box;
}

// A grid of occupied places, so that look-ups stay cheap with many labels.
class Places {
  constructor() {
    this.cells = new Map();
  }

  *keys(box) {
    for (let x = Math.floor(box.left / 64); x <= Math.floor(box.right / 64); x += 1) {
      for (let y = Math.floor(box.top / 64); y <= Math.floor(box.bottom / 64); y += 1) yield x * 4096 + y;
    }
  }

  take(box) {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  // `least`: nodes smaller than this may be covered.
  isFree(box, owner, least = 0) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (other.owner === owner || other.size < least) continue;
        if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)
          return false;
      }
    }
    return true;
  }
}

function candidates(thing, at, radius, frame) {
  const { width, height } = labelBox(thing);
  if (isCaption(thing) && isUpright)
    return [
      {
        left: at.x,
        top: at.y - height / 2,
        right: at.x + width,
        bottom: at.y + height / 2,
        align: "left",
        owner: thing,
      },
    ];
  if (isCaption(thing)) {
    const [, top, , bottom] = families.get(thing.family)?.frame ?? [];
    const inside = Number.isFinite(top)
      ? [0.25, 0.5, 0.75, 1].map((share) => (top + share * (bottom - top) - thing.raw.y) * drawnScale - height / 2)
      : [];
    const shifts = [0, height / 2, -height / 2, ...inside, -height, height];
    return shifts.flatMap((shift) =>
      [0, 6, -6, 12, -12].map((aside) => ({
        left: at.x + aside - width / 2,
        top: at.y + shift - height / 2,
        right: at.x + aside + width / 2,
        bottom: at.y + shift + height / 2,
        align: "center",
        owner: thing,
      })),
    );
  }
  const gap = radius + (page.kind === "all" && !isListed ? 1 : 4);
  const box = (left, top, align) => ({
    left,
    top,
    right: left + width,
    bottom: top + height,
    align,
    owner: thing,
  });
  // Above and below, a label near the rim of the frame moves inwards.
  const middle = Math.max(frame.left + 3, Math.min(at.x - width / 2, frame.right - 3 - width));
  const sides = {
    below: box(middle, at.y + gap, "center"),
    right: box(at.x + gap, at.y - height / 2, "left"),
    above: box(middle, at.y - gap - height, "center"),
    left: box(at.x - gap - width, at.y - height / 2, "right"),
  };
  const slant = 0.75 * radius + 3;
  const corners = [
    box(at.x + slant, at.y - slant - height, "left"),
    box(at.x + slant, at.y + slant, "left"),
    box(at.x - slant - width, at.y - slant - height, "right"),
    box(at.x - slant - width, at.y + slant, "right"),
  ];
  // The subject of a picture is named one row further up, above its neighbours' names, before it covers anything.
  const high = isLarge(thing) && !isMap ? [box(middle, at.y - gap - 2 * height - 4, "center")] : [];
  // On a map the name may move sideways, as long as it stays above or below its role.
  const aside =
    isLarge(thing) && isMap
      ? [0.15, -0.15, 0.3, -0.3, 0.4, -0.4].flatMap((share) => [
          box(middle + share * width, at.y + gap, "center"),
          box(middle + share * width, at.y - gap - height, "center"),
        ])
      : [];
  const near = sidesOf(thing).map((side) => sides[side]);
  // A thing in a column keeps its label in its row.
  if (near.length === 2) return [...near, ...near.flatMap((one) => narrower(one, one.top > at.y))];
  return near.length === 1 ? shortened(near[0], frame, at) : [...near, ...corners, ...high, ...aside];
}

// A label beside its thing, at full length or shortened to fit its background and the space.
function shortened(box, frame, at) {
  const [left, , right] = stage.arranged && !isUpright ? (families.get(box.owner.family)?.frame ?? []) : [];
  const ground = Number.isFinite(left)
    ? {
        left: Math.max(frame.left, at.x + (left - box.owner.raw.x) * drawnScale),
        right: Math.min(frame.right, at.x + (right - box.owner.raw.x) * drawnScale),
      }
    : frame;
  const whole = cutToFrame(box, ground);
  const width = whole.right - whole.left;
  const parts = [0.85, 0.7, 0.55].map((share) =>
    cutToFrame(
      box,
      box.align === "left"
        ? { left: ground.left, right: whole.left + share * width }
        : { left: whole.right - share * width, right: ground.right },
    ),
  );
  // The rows of a compact picture are one line high.
  const brief = page.compact === true ? inOneLine(whole) : [];
  return [...brief, whole, ...withLevelBelow(box), ...inTwoLines(box), ...parts, ...inOneLine(whole)];
}

// A name of one line is broken before it is cut.
function inTwoLines(box) {
  const words = box.owner.lines[0].split(" ");
  if (isUpright || isDense(box.owner) || box.owner.lines.length > 1 || words.length < 2) return [];
  measuring.font = labelFont(box.owner);
  const breaks = words.slice(1).map((_, place) => {
    const lines = [words.slice(0, place + 1).join(" "), words.slice(place + 1).join(" ")];
    return { lines, width: Math.max(...lines.map((line) => measuring.measureText(line).width)) };
  });
  const { lines, width } = breaks.reduce((best, one) => (one.width < best.width ? one : best));
  const [middle, height] = [(box.top + box.bottom) / 2, labelBox(box.owner).line];
  const sides =
    box.align === "left" ? { left: box.left, right: box.left + width } : { left: box.right - width, right: box.right };
  return [{ ...box, ...sides, top: middle - height, bottom: middle + height, lines, named: 2 }];
}

// The names of neighbours in a chain have narrower lines if they would touch.
function narrower(box, isBelow) {
  const words = box.owner.lines.join(" ").split(" ");
  if (page.kind !== "query" || words.length < 2) return [];
  measuring.font = labelFont(box.owner);
  const widthOf = (text) => measuring.measureText(text).width;
  const most = Math.max(...words.map(widthOf), 0.7 * (box.right - box.left));
  const lines = [];
  for (const word of words) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && widthOf(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const [half, height] = [Math.max(...lines.map(widthOf)) / 2, labelBox(box.owner).line * lines.length];
  const middle = (box.left + box.right) / 2;
  const ends = isBelow ? { top: box.top, bottom: box.top + height } : { top: box.bottom - height, bottom: box.bottom };
  return lines.length > 3
    ? []
    : [{ ...box, ...ends, left: middle - half, right: middle + half, lines, named: lines.length }];
}

// The level that is asked of a skill stands below its name before the name is cut.
function withLevelBelow(box) {
  const [name, level] = box.owner.lines.length === 1 ? box.owner.lines[0].split(/ (?=\(\w+\)$)/) : [];
  if (!level || isUpright) return [];
  measuring.font = labelFont(box.owner);
  const width = Math.max(measuring.measureText(name).width, measuring.measureText(level).width);
  const [top, bottom] = [box.top - (box.bottom - box.top) / 2, box.bottom + (box.bottom - box.top) / 2];
  const sides =
    box.align === "left" ? { left: box.left, right: box.left + width } : { left: box.right - width, right: box.right };
  return [{ ...box, ...sides, top, bottom, lines: [name, level] }];
}

// Two lines become one if there is no room for both.
function inOneLine(box) {
  if (box.owner.lines.length < 2) return [];
  const { line: height } = labelBox(box.owner);
  const most = Math.max(...box.owner.lines.map((line) => line.length));
  const top = (box.top + box.bottom - height) / 2;
  return [{ ...box, lines: [cut(box.owner.lines.join(" "), most)], top, bottom: top + height }];
}

// A label beside its thing is shortened if it would leave the frame.
function cutToFrame(box, frame) {
  const [full, room] = [
    box.right - box.left,
    Math.min(box.right, frame.right - 3) - Math.max(box.left, frame.left + 3),
  ];
  if (room >= full || room < 50) return box;
  measuring.font = labelFont(box.owner);
  const lines = box.owner.lines.map((line) => cutToWidth(line, room));
  return { ...box, lines, left: Math.max(box.left, frame.left + 3), right: Math.min(box.right, frame.right - 3) };
}

// As many letters as fit, in the font that measures.
function cutToWidth(line, room) {
  let text = line;
  for (let letters = line.length; letters > 4 && measuring.measureText(text).width > room; letters -= 1)
    text = cut(line, letters - 1);
  return text;
}

// The sides of a thing, those with the fewest of its lines first. A thing that is linked to only one other has its
// label on the far side. Things below a role of a route may have it on either side, things in a column only on theirs.
function sidesOf(thing) {
  const side = thing.about?.side;
  if (stage.arranged && isUpright) return ["right"];
  if (stage.arranged && side === "below") return ["below", "above"];
  if (stage.arranged && (side === "left" || side === "right"))
    return page.kind === "path" ? [side, side === "left" ? "right" : "left"] : [side];
  if (stage.arranged && page.kind === "family") return ["below", "above", "right", "left"];
  // The skills of a ladder's levels are below them.
  if (stage.arranged && page.kind === "ladder" && thing.class === "role") return ["above", "right", "left", "below"];
  if (!thing.sides) {
    const lines = { below: 0, right: 0, above: 0, left: 0 };
    const around = new Set(thing.links.map((link) => otherEnd(link, thing)));
    for (const other of around) {
      const [dx, dy] = [other.raw.x - thing.raw.x, other.raw.y - thing.raw.y];
      const flat = Math.abs(dx) > 0.6 * Math.abs(dy);
      lines[flat ? (dx > 0 ? "right" : "left") : dy > 0 ? "below" : "above"] += 1;
      if (around.size === 1 && (flat || Math.abs(dx) > 1))
        lines[flat ? (dx > 0 ? "left" : "right") : dy > 0 ? "above" : "below"] -= 1;
      if (around.size === 1 && Math.abs(dx) <= 1) lines.right -= 1;
    }
    thing.sides = Object.keys(lines).sort((a, b) => lines[a] - lines[b]);
  }
  return thing.sides;
}

// Places for the labels of `list` (most important first) in a frame. `toScreen` returns {x, y} of a thing or null,
// `scale` is the factor on its size. Nodes are not covered. `kept` are labels that do not move.
export function placeLabels(list, toScreen, scale, frame, taken = [], kept = []) {
  drawnScale = scale;
  const places = new Places();
  const stay = new Set(kept.map((box) => box.owner));
  for (const box of kept) places.take(box);
  for (const box of taken) places.take(box);
  const grounds = hasRoads && !isUpright ? [...families.values()].filter((family) => family.frame?.length === 4) : [];
  const inside = [];
  for (const thing of list) {
    const at = toScreen(thing);
    const radius = radiusOf(thing) * scale;
    if (
      !at ||
      at.x < frame.left - radius ||
      at.x > frame.right + radius ||
      at.y < frame.top - radius ||
      at.y > frame.bottom + radius
    )
      continue;
    inside.push([thing, at, radius]);
    const shy = Math.max(radius, 3);
    if (!isCaption(thing))
      places.take({
        left: at.x - shy,
        right: at.x + shy,
        top: at.y - shy,
        bottom: at.y + shy,
        owner: thing,
        size: sizeOf(thing),
      });
  }
  const placed = [...kept];
  let misses = 0;
  for (const [thing, at, radius] of inside) {
    if (!labelIsOurs(thing) || stay.has(thing)) continue;
    const boxes = candidates(thing, at, radius, frame).filter(
      (box) =>
        box.left >= frame.left + 2 &&
        box.right <= frame.right - 2 &&
        box.bottom <= frame.bottom - 2 &&
        box.top >= frame.top + 2,
    );
    // The name of a role must not be on the background of another family.
    const others = grounds.filter((family) => family.id !== thing.family);
    // A small role has its name on its own family's background or no name: between families it would be ambiguous.
    const own = isMap && sizeOf(thing) < 0.5 * largest ? grounds.filter((family) => family.id === thing.family) : [];
    const isAtHome = (box) =>
      own.every(({ frame: [left, , right] }) => {
        const x = at.x - thing.raw.x * scale;
        return box.left > left * scale + x - 6 && box.right < right * scale + x + 6;
      });
    const isOutside = (box) =>
      others.every(({ frame: [left, top, right, bottom] }) => {
        const [x, y] = [at.x - thing.raw.x * scale, at.y - thing.raw.y * scale];
        return (
          box.right < left * scale + x ||
          box.left > right * scale + x ||
          box.bottom < top * scale + y ||
          box.top > bottom * scale + y
        );
      });
    // Only labels of selected things or things pointed at may cover others, and the subject's label smaller things.
    const isChosen = thing.key === state.node || thing === stage.hovered?.thing;
    const isFree = (least) => (box) =>
      (!stage.arranged || (isOutside(box) && (isAtHome(box) || isChosen))) &&
      places.isFree({ left: box.left - 3, right: box.right + 3, top: box.top, bottom: box.bottom }, thing, least);
    const least = isLarge(thing) && !isMap ? 0.9 * sizeOf(thing) : 0;
    const free =
      boxes.find(isFree(0)) ??
      (isChosen || isCaption(thing) ? roomAnywhere(boxes, places, isChosen) : boxes.find(isFree(least)));
    if (!free) {
      misses += 1;
      if (misses > 300) break; // the frame is full
      continue;
    }
    places.take(free);
    placed.push(free);
  }
  return placed;
}

// The name of a family never covers another; on a wide screen it may cover roles if there is no other room.
const roomAnywhere = (boxes, places, isChosen) =>
  boxes.find((box) => places.isFree(box, box.owner)) ??
  (narrow.matches && !isChosen ? undefined : boxes.find((box) => places.isFree(box, box.owner, Infinity)));

// Labels crossed by lines get the page's background behind them.
function clearBehind(ctx, box) {
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = theme().paper;
  ctx.fillRect(box.left - 2, box.top - 1, box.right - box.left + 4, box.bottom - box.top + 2);
}

// The names of things that are not emphasised stay as context.
export function drawLabels(ctx, placed, standsOut = () => true) {
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = theme().paper;
  for (const box of placed) {
    if (!families.size || page.kind === "role") clearBehind(ctx, box);
    ctx.globalAlpha = standsOut(box.owner) ? 1 : 0.4;
    ctx.fillStyle = isCaption(box.owner) ? colourOfThing(box.owner) : theme().ink;
    ctx.font = labelFont(box.owner);
    ctx.textAlign = box.align;
    const x = box.align === "center" ? (box.left + box.right) / 2 : box[box.align];
    (box.lines ?? box.owner.lines).forEach((line, index) => {
      if (index >= (box.named ?? box.owner.named)) ctx.fillStyle = theme().soft;
      const y = box.top + index * box.owner.box.line + 1;
      ctx.strokeText(line, x, y);
      ctx.fillText(line, x, y);
    });
  }
  ctx.globalAlpha = 1;
}
