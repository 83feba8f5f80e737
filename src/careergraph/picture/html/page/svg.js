// The whole picture as SVG, made of elements, so that no text can become markup.
import {
  classes,
  clean,
  cut,
  el,
  fallback,
  grades,
  isCaption,
  kindOf,
  kinds,
  links,
  oneLine,
  page,
  shapeOf,
  substance,
} from "./data.js";
import { groupsOf, isMap, waits } from "./colours.js";
import { state } from "./state.js";
import { colourOfThing, fonts, lineOpacity, ownShapes, paint, sizeOf, themes } from "./theme.js";
import { marksOfMap, shapeDrawings } from "./legend.js";
import { importanceOrder, isLarge, labelBox, labelSize, measuring, placeLabels, radiusOf } from "./labels.js";
import {
  asLaidOut,
  axisShown,
  bodyNode,
  bows,
  courseOf,
  focus,
  frames,
  marked,
  placeMarks,
  roadNames,
  roads,
  roadsShown,
} from "./picture.js";
import { credits } from "./facts.js";
import { isUpright } from "./upright.js";

const round = (value) => Math.round(value * 10) / 10;
// Characters that XML does not allow, single surrogates among them.
const xmlText = (value) =>
  clean(value).replace(/[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
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
    return el(
      "svg:rect",
      {
        x: round(box.left),
        y: round(box.top),
        width: round(box.right - box.left),
        height: round(box.bottom - box.top),
        rx: 4,
        fill: themes[name].paper,
        stroke: fill,
        "stroke-width": 1.5,
      },
      title,
    );
  }
  if (!outlines[shape])
    return el("svg:circle", { cx: round(at.x), cy: round(at.y), r: round(sizeOf(thing)), ...style }, title);
  const corners = outlines[shape](sizeOf(thing)).map(([x, y]) => `${round(at.x + x)} ${round(at.y + y)}`);
  return el("svg:path", { d: `M${corners.join("L")}Z`, ...style }, title);
}

// The curve that vis draws, as a path from rim to rim.
function svgEdge(link, ends, name) {
  const [from, to] = ends;
  const dashes = Array.isArray(link.raw.dashes) ? link.raw.dashes.join(" ") : link.raw.dashes ? "5 5" : null;
  const colour = paint(kindOf(link), name);
  const style = {
    fill: "none",
    stroke: colour,
    "stroke-opacity": lineOpacity,
    "stroke-width": Number(link.raw.width) || 1.2,
    "stroke-dasharray": dashes,
  };
  const title = el("svg:title", {}, xmlText(`${link.name}: ${link.from.name} → ${link.to.name}`));
  const arrow = link.directed && link.raw.arrows !== "" ? `url(#arrow-${[...kinds.keys()].indexOf(link.kind)})` : null;
  if (link.from === link.to) {
    const r = Math.max(14, radiusOf(link.from));
    return el("svg:circle", { cx: round(from.x + r * 0.7), cy: round(from.y - r * 1.4), r: round(r), ...style }, title);
  }
  const { start, via, end } = courseOf(link, [from, to], arrow ? 7 : 0);
  const points = [...via, end].map(({ x, y }) => `${round(x)} ${round(y)}`).join(" ");
  const line = el(
    "svg:path",
    {
      d: `M${round(start.x)} ${round(start.y)}${["L", "Q", "C"][via.length]}${points}`,
      ...style,
      "marker-end": arrow,
      "marker-start": link.isTwoWay ? arrow : null,
    },
    title,
  );
  return line;
}

const svgMark = ({ link, label, ...at }, name) =>
  el(
    "svg:text",
    {
      x: round(at.x),
      y: round(at.y + 4),
      "font-size": 12,
      "font-weight": 600,
      "text-anchor": "middle",
      fill: paint(kindOf(link), name),
      stroke: themes[name].paper,
      "stroke-width": 4,
      "paint-order": "stroke",
    },
    xmlText(label),
  );

function svgLabel(box, name) {
  const anchor = { center: "middle", left: "start", right: "end" };
  const thing = box.owner;
  const x = box.align === "center" ? (box.left + box.right) / 2 : box[box.align];
  return el(
    "svg:text",
    {
      "font-size": labelSize(thing),
      "text-anchor": anchor[box.align],
      fill: isCaption(thing) ? colourOfThing(thing, name) : themes[name].ink,
      "font-weight": isLarge(thing) ? 600 : null,
      stroke: themes[name].paper,
      "stroke-width": 3,
      "paint-order": "stroke",
      "stroke-linejoin": "round",
    },
    (box.lines ?? thing.lines).map((line, index) =>
      el(
        "svg:tspan",
        {
          x: round(x),
          y: round(box.top + thing.box.line * (index + 0.8)),
          fill: index >= thing.named ? themes[name].soft : null,
        },
        xmlText(line),
      ),
    ),
  );
}

const svgRoadName = ({ x, y, label, kind }, name) =>
  el(
    "svg:text",
    {
      x: round(x),
      y: round(y - 2),
      "font-size": 12,
      "font-weight": 600,
      "text-anchor": "middle",
      fill: kind ? paint(kinds.get(kind) ?? fallback, name) : themes[name].soft,
      stroke: themes[name].paper,
      "stroke-width": 4,
      "paint-order": "stroke",
    },
    xmlText(label),
  );

function svgAxis(bounds, name) {
  if (!axisShown()) return [];
  const y = bounds.bottom + 20;
  const text = (x, label, anchor) =>
    el(
      "svg:text",
      { x: round(x), y: y + 18, "font-size": 12, "text-anchor": anchor, fill: themes[name].soft },
      xmlText(oneLine(label)),
    );
  return [
    el("svg:path", {
      d: `M${round(bounds.left)} ${round(y)}H${round(bounds.right)}`,
      stroke: themes[name].soft,
    }),
    ...page.axis.ticks
      .filter((tick) => tick.x >= bounds.left - 40 && tick.x <= bounds.right + 40)
      .map((tick) => text(tick.x, tick.label, "middle")),
    el(
      "svg:text",
      { x: round(bounds.left + 24), y: round(y + 36), "font-size": 12, fill: themes[name].soft },
      xmlText(page.axis.label),
    ),
  ];
}

const svgArrow = (id, fill) =>
  el(
    "svg:marker",
    {
      id,
      viewBox: "0 0 10 10",
      refX: 2,
      refY: 5,
      markerWidth: 8,
      markerHeight: 8,
      markerUnits: "userSpaceOnUse",
      orient: "auto-start-reverse",
    },
    el("svg:path", { d: "M0 0 10 5 0 10Z", fill }),
  );

// Text as lines of a maximum width in pixels, in the current font.
function wrapText(ctx, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && ctx.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

// The meaning of shapes and lines, in as many rows as the width requires.
function svgLegend(name, width) {
  const { ink, soft } = themes[name];
  measuring.font = `12px ${fonts}`;
  const shown = (values, of, list) =>
    [...values.values()].filter((one) => list.some((item) => item.shown && of(item) === one.id));
  const drawn = links.filter((link) => !waits(link) || focus?.edges.has(link));
  const entries = [
    ...marksOfMap().map((one) => ({ ...one, colour: soft })),
    ...(isMap
      ? groupsOf(state.colour).map((group) => ({
          label: group.name,
          shape: "dot",
          colour: group.hue[name === "dark" ? 1 : 0],
        }))
      : shown(classes, (thing) => thing.class, substance).map((one) => ({
          label: one.label,
          shape: one.shape,
          colour: paint(one, name),
        }))),
    ...shown(kinds, (link) => link.kind, drawn).map((one) => ({
      label: one.label,
      line: true,
      colour: paint(one, name),
    })),
    ...shown(grades, (link) => link.grade, drawn).map((one) => ({
      label: `${one.mark ?? ""}${one.label}`,
      line: true,
      colour: soft,
      dashes: one.dashes,
    })),
  ];
  let [x, y] = [0, 12];
  const placed = entries.map((entry) => {
    const text = xmlText(cut(oneLine(entry.label), 60));
    const room = (entry.line ? 34 : 18) + measuring.measureText(text).width + 22;
    if (x && x + room > width) [x, y] = [0, y + 20];
    const place = { ...entry, text, x, y };
    x += room;
    return place;
  });
  const draw = (left, top) =>
    placed.flatMap(({ text, shape, line, colour, dashes, ...at }) => {
      const [x, y] = [left + at.x, top + at.y];
      const label = { x: round(x + (line ? 34 : 18)), y: round(y), "font-size": 12, fill: ink };
      const sample = line
        ? el("svg:path", {
            d: `M${round(x)} ${round(y - 4)}h28`,
            stroke: colour,
            "stroke-width": 2.2,
            "stroke-dasharray": Array.isArray(dashes) ? dashes.join(" ") : null,
          })
        : (shapeDrawings[shape] ?? shapeDrawings.dot)(colour);
      if (!line) sample.setAttribute("transform", `translate(${round(x - 1)} ${round(y - 12)})`);
      return [sample, el("svg:text", label, text)];
    });
  return entries.length ? { draw, height: y } : null;
}

// The legend alone, for paper.
export function svgKey(name) {
  const width = 760;
  const legend = svgLegend(name, width);
  return legend
    ? el(
        "svg:svg",
        { class: "key", viewBox: `0 0 ${width} ${legend.height + 6}`, "font-family": fonts, role: "img" },
        el("svg:title", {}, "Key"),
        legend.draw(1, 0),
      )
    : null;
}

// `bare`: only the picture, without title, background and credits.
export const svgPicture = (name, bare = false) => asLaidOut(() => drawSvg(name, bare));

function drawSvg(name, bare) {
  const shown = importanceOrder.filter((thing) => thing.shown && !thing.isAbsent && bodyNode(thing));
  const at = new Map(shown.map((thing) => [thing, { x: bodyNode(thing).x, y: bodyNode(thing).y }]));
  // Room for labels, those beside a thing at their full length.
  const rim = (thing, axis, side) =>
    isUpright && axis === "x"
      ? side === "right"
        ? labelBox(thing).width + 24
        : 24
      : axis === "y"
        ? 50
        : thing.about?.side === side
          ? Math.max(110, labelBox(thing).width + 24)
          : 110;
  const spread = (axis) => [
    ...shown.flatMap((thing) => [
      at.get(thing)[axis] - radiusOf(thing) - rim(thing, axis, "left"),
      at.get(thing)[axis] + radiusOf(thing) + rim(thing, axis, "right"),
    ]),
    ...bows().flatMap((point) => [point[axis] - 12, point[axis] + 12]),
  ];
  const low = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  const bounds = shown.length
    ? { left: low(spread("x")), right: high(spread("x")), top: low(spread("y")), bottom: high(spread("y")) }
    : { left: 0, right: 400, top: 0, bottom: 200 };
  const width = bounds.right - bounds.left;
  measuring.font = `11px ${fonts}`;
  const legend = bare ? null : svgLegend(name, width - 48);
  measuring.font = `11px ${fonts}`;
  const foot = bare ? [] : wrapText(measuring, credits(), width - 48);
  const legendRoom = legend ? legend.height + 16 : 0;
  const top = bounds.top - (bare ? 0 : 60);
  const axisRoom = axisShown() ? 64 : 0;
  const height = bounds.bottom - top + axisRoom + (bare ? 0 : legendRoom + 40 + 16 * foot.length);
  const labels = placeLabels(shown, (thing) => at.get(thing), 1, bounds);
  const lines = links
    .filter((link) => link.shown && !link.isTwin && (!waits(link) || focus?.edges.has(link)))
    .filter((link) => at.has(link.from) && at.has(link.to));
  const marks = placeMarks(
    marked.length <= 600 && !isUpright ? marked.filter((link) => lines.includes(link)) : [],
    (point) => point,
    labels,
    90,
  );
  const line = (x, y, size, colour, content, weight) =>
    el(
      "svg:text",
      { x: round(x), y: round(y), "font-size": size, fill: colour, "font-weight": weight },
      xmlText(content),
    );
  return el(
    "svg:svg",
    {
      viewBox: [bounds.left, top, width, height].map(round).join(" "),
      width: round(width),
      height: round(height),
      "font-family": fonts,
      role: "img",
    },
    el("svg:title", {}, xmlText(page.title)),
    el(
      "svg:defs",
      {},
      [...kinds.values()].map((kind, index) => svgArrow(`arrow-${index}`, paint(kind, name))),
    ),
    bare
      ? null
      : el("svg:rect", {
          x: round(bounds.left),
          y: round(top),
          width: round(width),
          height: round(height),
          fill: themes[name].paper,
        }),
    bare ? null : line(bounds.left + 24, top + 36, 22, themes[name].ink, cut(oneLine(page.title), 160), 600),
    (roadsShown() ? roads() : []).map(({ ends: [from, to], width, kind }) =>
      el("svg:path", {
        d: `M${round(from.x)} ${round(from.y)}L${round(to.x)} ${round(to.y)}`,
        stroke: kind ? paint(kinds.get(kind) ?? fallback, name) : themes[name].line,
        "stroke-width": round(width),
      }),
    ),
    frames().map(([left, top, right, bottom]) =>
      el("svg:rect", {
        x: round(left),
        y: round(top),
        width: round(right - left),
        height: round(bottom - top),
        rx: 14,
        fill: themes[name].tint,
      }),
    ),
    lines.map((link) => svgEdge(link, [at.get(link.from), at.get(link.to)], name)),
    shown.map((thing) => svgNode(thing, at.get(thing), name)).filter(Boolean),
    labels.map((box) => svgLabel(box, name)),
    marks.map((mark) => svgMark(mark, name)),
    (roadsShown() ? roadNames(roads(), (point) => point, 1) : []).map((road) => svgRoadName(road, name)),
    svgAxis(bounds, name),
    legend ? legend.draw(bounds.left + 24, bounds.bottom + axisRoom + 8) : null,
    foot.map((text, index) =>
      line(bounds.left + 24, bounds.bottom + axisRoom + legendRoom + 24 + 16 * index, 11, themes[name].soft, text),
    ),
  );
}
