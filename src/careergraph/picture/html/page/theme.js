// Colours, light and dark, and the options vis-network draws with.
import {
  classOf,
  cut,
  fallback,
  grades,
  holdsImage,
  isCaption,
  kindOf,
  links,
  oneLine,
  page,
  shapeOf,
  things,
} from "./data.js";
import { hueOf, waits } from "./colours.js";
import { canStand, isUpright } from "./upright.js";

export const darkScheme = matchMedia("(prefers-color-scheme: dark)");
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
export const themes = {
  light: {
    paper: "#fbfaf7",
    ink: "#1d2228",
    soft: "#5b636e",
    line: "#d9d6cf",
    accent: "#b3261e",
    tint: "#f0ede4",
    veil: "rgba(251,250,247,0.86)",
  },
  dark: {
    paper: "#14171b",
    ink: "#eceae6",
    soft: "#a4abb6",
    line: "#343a42",
    accent: "#ff8a7a",
    tint: "#22272f",
    veil: "rgba(20,23,27,0.86)",
  },
};
export const themeName = () => (darkScheme.matches ? "dark" : "light");
export const theme = () => themes[themeName()];
export const paint = (one, name = themeName()) =>
  (name === "dark" ? (one.dark ?? one.color) : one.color) ?? fallback.color;
export const fonts = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif';

export const ownShapes = new Set(["dot", "diamond", "square", "triangle", "triangleDown", "hexagon", "star"]);
// Labels beside a node are ours (see labels); vis draws those inside a node or with a font of their own.
export const labelIsOurs = (thing) =>
  isCaption(thing) || (ownShapes.has(shapeOf(thing)) && (!thing.raw.font || Boolean(thing.about)));
// Upright, a thing fits its row.
export const sizeOf = (thing) =>
  isUpright ? Math.min(10, (Number(thing.raw.size) || 14) * 0.6) : (Number(thing.raw.size) || 14) * boost;

// In a wide map nodes would be tiny, so they are drawn up to twice as large: a typical one has a radius of about four
// pixels when the whole map is in view. Rows of a block have no room for that.
const boost = (() => {
  const placed = things.map((thing) => thing.raw).filter((raw) => Number.isFinite(raw.x) && Number.isFinite(raw.y));
  if (placed.length < 30 || (["query", "all"].includes(page.kind) && placed.some(({ about }) => about?.side))) return 1;
  const extent = (axis) =>
    placed.reduce((most, raw) => Math.max(most, raw[axis]), -Infinity) -
    placed.reduce((least, raw) => Math.min(least, raw[axis]), Infinity);
  const scale = Math.min((innerWidth * 0.5) / (extent("x") || 1), (innerHeight * 0.7) / (extent("y") || 1));
  const sizes = placed.map((raw) => Number(raw.size) || 14).sort((a, b) => a - b);
  return Math.min(2, Math.max(1, 4 / (sizes[sizes.length >> 1] * scale)));
})();
// Many lines together remain in the background of the nodes.
export const lineOpacity = links.length > 1500 ? 0.25 : links.length > 300 ? 0.4 : 0.72;

export const colourOfThing = (thing, name) => {
  const own = thing.raw.color;
  if (!thing.about && own) return typeof own === "string" ? own : (own.background ?? paint(fallback, name));
  return hueOf(thing, name ?? themeName()) ?? paint(classOf(thing), name);
};

export const isNodeHidden = (thing) => !thing.shown || thing.isAbsent || thing.raw.hidden === true;

export function visNode(thing) {
  const { about, ...node } = thing.raw;
  const colour = colourOfThing(thing);
  const inside = !ownShapes.has(shapeOf(thing));
  if (thing.place) Object.assign(node, thing.place);
  const title = [thing.name, classOf(thing).label, oneLine(thing.raw.title)].filter(Boolean);
  node.shape = shapeOf(thing);
  delete node.brokenImage;
  if (!holdsImage(thing.raw)) delete node.image;
  node.size = sizeOf(thing);
  node.label = labelIsOurs(thing) ? undefined : thing.lines.join("\n");
  // Our own things are named by labels and the panel.
  if (about) delete node.title;
  else node.title = cut([...new Set(title)].join("\n"), 300);
  node.hidden = isNodeHidden(thing);
  if (about || typeof thing.raw.color !== "object") {
    node.color = inside ? { background: theme().paper, border: colour } : { background: colour, border: theme().paper };
  }
  return node;
}

export const isLineHidden = (link) => waits(link) || link.isTwin || !link.shown || link.raw.hidden === true;

export function visEdge(link) {
  const { about, ...edge } = link.raw;
  Object.assign(edge, { id: link.raw.id, from: link.from.raw.id, to: link.to.raw.id });
  if (about) delete edge.title;
  else edge.title = cut([link.name, `${link.from.name} → ${link.to.name}`].join("\n"), 300);
  edge.hidden = isLineHidden(link);
  if (about || !link.raw.color) edge.color = { color: paint(kindOf(link)), opacity: lineOpacity, inherit: false };
  if (link.raw.arrows === undefined && link.directed) edge.arrows = "to";
  if (link.isTwoWay && link.directed) edge.arrows = "to, from";
  if (link.raw.dashes === undefined) edge.dashes = grades.get(link.grade)?.dashes ?? false;
  // What was bent upright is straight again as the picture was laid out.
  if (link.bend) edge.smooth = link.bend;
  else if (canStand && edge.smooth === undefined) edge.smooth = visOptions().edges.smooth;
  if (about && link.raw.label) edge.label = undefined; // drawn by us, at a size that can be read
  return edge;
}

// Parallel and opposite edges curve apart, or one would hide the other.
export function bendParallels() {
  const pairs = new Map();
  for (const link of links) {
    if (link.raw.smooth !== undefined || link.from === link.to) continue;
    const pair = [link.from.key, link.to.key].sort().join("\u0000");
    pairs.set(pair, [...(pairs.get(pair) ?? []), link]);
  }
  for (const group of pairs.values()) {
    if (group.length < 2) {
      if (page.kind === "query") bendInColumn(group[0]);
      continue;
    }
    // In the picture of a role, moves in both directions with equal evidence are one line with two heads.
    const [first, second] = group;
    if (page.kind === "role" && group.length === 2 && first.kind === second.kind && first.grade === second.grade) {
      first.isTwoWay = first.from === second.to;
      second.isTwin = first.isTwoWay;
      if (first.isTwoWay) continue;
    }
    group.forEach((link, index) => {
      const steps = index - (group.length - 1) / 2;
      const along = link.from.key < link.to.key;
      link.parallel =
        steps === 0
          ? { enabled: false }
          : {
              enabled: true,
              type: steps > 0 === along ? "curvedCW" : "curvedCCW",
              roundness: Math.min(0.9, 0.24 * Math.abs(steps)),
            };
    });
  }
}

// Between things of one column of a block, a straight line would run through those between them.
function bendInColumn(link) {
  const { from, to } = link;
  if (!from.family || from.family !== to.family || from.raw.x !== to.raw.x) return;
  const isDown = to.raw.y > from.raw.y;
  const type = isDown === (from.about?.side === "left") ? "curvedCCW" : "curvedCW";
  link.parallel = { enabled: true, type, roundness: 0.3 };
}

export function visOptions() {
  const own = page.options ?? {};
  const large = things.length > 1200 || links.length > 4000;
  const curve = page.axis
    ? { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 }
    : { enabled: false };
  const font = { color: theme().ink, face: fonts, strokeWidth: 3, strokeColor: theme().paper };
  return {
    ...own,
    autoResize: true,
    width: "100%",
    height: "100%",
    physics: { ...own.physics, enabled: own.physics?.enabled === true },
    layout: { randomSeed: 7, improvedLayout: things.length <= 150, ...own.layout },
    interaction: {
      tooltipDelay: 350,
      hoverConnectedEdges: false,
      selectConnectedEdges: false,
      hideEdgesOnDrag: large,
      hideEdgesOnZoom: large,
      ...own.interaction,
      hover: false, // what is pointed at is found by us, labels and a margin around nodes included
      keyboard: false, // our own keys act only while the picture has the focus
    },
    nodes: {
      borderWidth: 1.5,
      borderWidthSelected: 1.5,
      chosen: false,
      ...own.nodes,
      font: { size: 14, ...font, ...own.nodes?.font },
    },
    edges: {
      smooth: curve,
      chosen: false,
      selectionWidth: 0,
      hoverWidth: 0,
      ...own.edges,
      arrowStrikethrough: false,
      font: { size: 12, ...font, ...own.edges?.font },
      arrows: {
        to: { scaleFactor: isUpright ? 0.45 : 0.7 },
        ...(typeof own.edges?.arrows === "object" ? own.edges.arrows : {}),
      },
    },
  };
}
