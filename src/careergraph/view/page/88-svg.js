// The whole picture as SVG, made of elements, so that no text can become markup.
const round = (value) => Math.round(value * 10) / 10;
// Characters that XML does not allow, single surrogates among them.
const xmlText = (value) => clean(value).replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
const points = (count, turn, far, near = far) =>
  Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count + turn;
    const radius = index % 2 ? near : far;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
const outlines = {
  diamond: (r) => points(4, 0, r),
  square: (r) => points(4, Math.PI / 4, r * Math.SQRT2),
  triangle: (r) => points(3, -Math.PI / 2, r * 1.15),
  triangleDown: (r) => points(3, Math.PI / 2, r * 1.15),
  hexagon: (r) => points(6, 0, r),
  star: (r) => points(10, -Math.PI / 2, r * 1.3, r * 0.6),
};

function svgNode(thing, at, name) {
  const fill = colourOfThing(thing, name);
  const title = el("svg:title", {}, xmlText(thing.name));
  const style = { fill, stroke: themes[name].paper, "stroke-width": 1.5 };
  const shape = shapeOf(thing);
  if (isCaption(thing)) return null;
  if (!ownShapes.has(shape)) {
    const box = bodyNode(thing).shape.boundingBox;
    return el("svg:rect", { x: round(box.left), y: round(box.top), width: round(box.right - box.left), height: round(box.bottom - box.top), rx: 4, fill: themes[name].paper, stroke: fill, "stroke-width": 1.5 }, title);
  }
  if (!outlines[shape]) return el("svg:circle", { cx: round(at.x), cy: round(at.y), r: round(sizeOf(thing)), ...style }, title);
  const corners = outlines[shape](sizeOf(thing)).map(([x, y]) => `${round(at.x + x)} ${round(at.y + y)}`);
  return el("svg:path", { d: `M${corners.join("L")}Z`, ...style }, title);
}

// The curve that vis draws, as a path from rim to rim.
function svgEdge(link, ends, name) {
  const [from, to] = ends;
  const style = { fill: "none", stroke: paint(kindOf(link), name), "stroke-opacity": lineOpacity, "stroke-width": Number(link.raw.width) || 1.2, "stroke-dasharray": Array.isArray(link.raw.dashes) ? link.raw.dashes.join(" ") : link.raw.dashes ? "5 5" : null };
  const title = el("svg:title", {}, xmlText(`${link.name}: ${link.from.name} → ${link.to.name}`));
  const arrow = link.directed ? "url(#arrow)" : null;
  if (link.from === link.to) {
    const r = Math.max(14, radiusOf(link.from));
    return el("svg:circle", { cx: round(from.x + r * 0.7), cy: round(from.y - r * 1.4), r: round(r), ...style }, title);
  }
  const middle = controlPoint(link, from, to);
  const start = shorten(from, middle ?? to, radiusOf(link.from));
  const end = shorten(to, middle ?? from, radiusOf(link.to) + (arrow ? 7 : 0));
  const curve = middle ? `Q${round(middle.x)} ${round(middle.y)} ` : "L";
  return el("svg:path", { d: `M${round(start.x)} ${round(start.y)}${curve}${round(end.x)} ${round(end.y)}`, ...style, "marker-end": arrow }, title);
}

function controlPoint(link, from, to) {
  if (!link.bend?.enabled) return null;
  const side = (link.bend.type === "curvedCW" ? 1 : -1) * link.bend.roundness;
  return { x: (from.x + to.x) / 2 + (to.y - from.y) * side * 0.5, y: (from.y + to.y) / 2 - (to.x - from.x) * side * 0.5 };
}

function shorten(point, towards, by) {
  const length = Math.hypot(towards.x - point.x, towards.y - point.y) || 1;
  const share = Math.min(0.45, by / length);
  return { x: point.x + (towards.x - point.x) * share, y: point.y + (towards.y - point.y) * share };
}

function svgLabel(box, at, name) {
  const anchor = { center: "middle", left: "start", right: "end" };
  const thing = box.owner;
  const x = box.align === "center" ? (box.left + box.right) / 2 : box[box.align];
  return el(
    "svg:text",
    { "font-size": labelSize(thing), "text-anchor": anchor[box.align], fill: isCaption(thing) ? colourOfThing(thing, name) : themes[name].ink, "font-weight": isCaption(thing) ? 600 : null, stroke: themes[name].paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" },
    thing.lines.map((line, index) => el("svg:tspan", { x: round(x), y: round(box.top + thing.box.line * (index + 0.8)) }, xmlText(line))),
  );
}

function svgAxis(bounds, name) {
  if (!axisShown()) return [];
  const y = bounds.bottom + 20;
  const text = (x, label, anchor) => el("svg:text", { x: round(x), y: y + 18, "font-size": 12, "text-anchor": anchor, fill: themes[name].soft }, xmlText(oneLine(label)));
  return [
    el("svg:path", { d: `M${round(bounds.left)} ${round(y)}H${round(bounds.right)}`, stroke: themes[name].soft }),
    ...page.axis.ticks.filter((tick) => tick.x >= bounds.left - 40 && tick.x <= bounds.right + 40).map((tick) => text(tick.x, tick.label, "middle")),
    el("svg:text", { x: round(bounds.left), y: round(y + 36), "font-size": 12, fill: themes[name].soft }, xmlText(page.axis.label)),
  ];
}

function svgPicture(name) {
  const shown = importanceOrder.filter((thing) => thing.shown && bodyNode(thing));
  const at = new Map(shown.map((thing) => [thing, { x: bodyNode(thing).x, y: bodyNode(thing).y }]));
  const spread = (axis) => shown.flatMap((thing) => [at.get(thing)[axis] - radiusOf(thing) - 90, at.get(thing)[axis] + radiusOf(thing) + 90]);
  const low = (list) => list.reduce((a, b) => Math.min(a, b), 0);
  const high = (list) => list.reduce((a, b) => Math.max(a, b), 0);
  const bounds = shown.length ? { left: low(spread("x")), right: high(spread("x")), top: low(spread("y")), bottom: high(spread("y")) } : { left: 0, right: 400, top: 0, bottom: 200 };
  const foot = [signature(), ...attributions()].map((line) => cut(line, 300));
  const top = bounds.top - 60;
  const height = bounds.bottom - top + 70 + 16 * foot.length;
  const width = bounds.right - bounds.left;
  const line = (x, y, size, colour, content, weight) => el("svg:text", { x: round(x), y: round(y), "font-size": size, fill: colour, "font-weight": weight }, xmlText(content));
  return el(
    "svg:svg",
    { viewBox: [bounds.left, top, width, height].map(round).join(" "), width: round(width), height: round(height), "font-family": fonts, role: "img" },
    el("svg:title", {}, xmlText(page.title)),
    el("svg:defs", {}, el("svg:marker", { id: "arrow", viewBox: "0 0 10 10", refX: 2, refY: 5, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto" }, el("svg:path", { d: "M0 0 10 5 0 10Z", fill: "context-stroke" }))),
    el("svg:rect", { x: round(bounds.left), y: round(top), width: round(width), height: round(height), fill: themes[name].paper }),
    line(bounds.left + 24, top + 36, 22, themes[name].ink, cut(oneLine(page.title), 160), 600),
    links.filter((link) => link.shown && at.has(link.from) && at.has(link.to)).map((link) => svgEdge(link, [at.get(link.from), at.get(link.to)], name)),
    shown.map((thing) => svgNode(thing, at.get(thing), name)).filter(Boolean),
    placeLabels(shown, (thing) => at.get(thing), 1, bounds).map((box) => svgLabel(box, at.get(box.owner), name)),
    svgAxis(bounds, name),
    foot.map((text, index) => line(bounds.left + 24, bounds.bottom + 76 + 16 * index, 11, themes[name].soft, text)),
  );
}
