export const page = JSON.parse(document.getElementById("page-data").textContent);
export const fallback = { id: "other", label: "Other", color: "#5f6673", dark: "#a3aab8", shape: "dot" };
export const classes = new Map((page.classes ?? []).map((one) => [one.id, one]));
export const kinds = new Map((page.kinds ?? []).map((one) => [one.id, one]));
export const grades = new Map((page.grades ?? []).map((one) => [one.id, one]));
export const families = new Map((page.families ?? []).map((one) => [one.id, one]));
// The blocks of a query use the fields of a map's families, but are not families.
export const namedFamilies = page.kind === "query" ? new Map() : families;
export const seniorities = new Map((page.seniorities ?? []).map((one) => [one.id, one]));
export const sources = page.sources ?? [];
export const routes = page.routes ?? [];
export const find = (id) => document.getElementById(id);

// Control characters and direction marks would garble the page.
export const clean = (value) =>
  String(value ?? "").replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "");
export const oneLine = (value) => clean(value).replace(/\s+/g, " ").trim();

// Graphemes, so that emoji and accents are not cut in two.
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter() : null;
export function cut(text, length) {
  if (text.length <= length) return text;
  const head = text.slice(0, length * 8);
  const letters = segmenter ? [...segmenter.segment(head)].map((one) => one.segment) : [...head];
  return letters.length <= length && head === text ? text : `${letters.slice(0, length - 1).join("")}…`;
}

// The lines of a label: as Python wrapped it, or else about 18 characters each, at most three.
function labelLines(label, oneLineOnly) {
  const text = clean(label);
  if (oneLineOnly) return [cut(oneLine(text), 56)];
  if (text.includes("\n"))
    return text
      .split("\n")
      .slice(0, 3)
      .map((line) => cut(line.trim(), 30));
  const lines = [""];
  for (const word of cut(oneLine(text), 60).split(" ")) {
    const last = lines.at(-1);
    if (last && last.length + word.length >= 18 && lines.length < 3) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((line) => cut(line, 26));
}

// Equal values are stored once: facts in one table, and everything about a line but its ends in another.
const unpackFact = (fact) => {
  if (!Number.isInteger(fact)) return fact;
  const [name, value, named, bar] = page.facts?.[fact] ?? [];
  return { name, value, sources: named, bar };
};
function unpackFacts(raw) {
  if (!Array.isArray(raw.about?.facts)) return raw;
  return { ...raw, about: { ...raw.about, facts: raw.about.facts.map(unpackFact) } };
}
function unpackLine(raw, index) {
  if (!Array.isArray(raw)) return { ...unpackFacts(raw), id: raw.id ?? `edge ${index}` };
  const [from, to, line] = raw;
  const [start, end] = [page.nodes[from], page.nodes[to]];
  return { id: `e${index}`, from: start?.id, to: end?.id, ...unpackFacts(page.lines?.[line] ?? {}) };
}

// vis-network refuses duplicate ids, so the first one counts.
const firstOfEach = (list, keyOf) =>
  [...new Map([...list].reverse().map((one) => [keyOf(one), one])).values()].reverse();

export const things = firstOfEach((page.nodes ?? []).map(unpackFacts), (raw) => String(raw.id)).map((raw) => {
  const about = raw.about ?? null;
  return {
    key: String(raw.id),
    raw,
    about,
    class: about && classes.has(about.class) ? about.class : "other",
    name: oneLine(about?.name ?? raw.label ?? raw.id) || "(no name)",
    wrapped: labelLines(raw.label ?? about?.name ?? raw.id, about?.line),
    family: about?.family ?? null,
    seniority: about?.seniority ?? null,
    importance: about?.importance ?? null,
    links: [],
    shown: true,
  };
});
// Two columns around one thing.
const columns = things.filter((thing) => ["left", "right"].includes(thing.about?.side)).map((thing) => thing.raw.x);
export const hasTwoColumns = ["role", "skill"].includes(page.kind) && new Set(columns).size <= 2;
export const thingOf = new Map(things.map((thing) => [thing.key, thing]));

function isDirected(arrows) {
  if (arrows && typeof arrows === "object") return Boolean(arrows.to) && arrows.to.enabled !== false;
  return String(arrows ?? "").includes("to");
}

export const links = firstOfEach((page.edges ?? []).map(unpackLine), (raw) => String(raw.id))
  .map((raw) => {
    const about = raw.about ?? null;
    const kind = about && kinds.has(about.kind) ? about.kind : "other";
    return {
      key: String(raw.id),
      raw,
      about,
      from: thingOf.get(String(raw.from)),
      to: thingOf.get(String(raw.to)),
      kind,
      grade: about && grades.has(about.grade) ? about.grade : null,
      directed: kinds.get(kind)?.arrow ?? isDirected(raw.arrows),
      name: oneLine(about?.name ?? raw.title ?? raw.label ?? "") || (kinds.get(kind)?.label ?? "link"),
      importance: about?.importance ?? null,
      shown: true,
    };
  })
  .filter((link) => link.from && link.to);
export const linkOf = new Map(links.map((link) => [link.key, link]));
for (const link of links) {
  link.from.links.push(link);
  if (link.to !== link.from) link.to.links.push(link);
}
if (things.some((thing) => thing.class === "other") && !classes.has("other")) classes.set("other", fallback);
if (links.some((link) => link.kind === "other") && !kinds.has("other")) {
  kinds.set("other", { ...fallback, label: "Other link", arrow: false });
}

export const classOf = (thing) => classes.get(thing.class) ?? fallback;
// An image from elsewhere would cause a request, so only images within the page are drawn.
export const holdsImage = (raw) => typeof raw.image === "string" && raw.image.startsWith("data:image/");
export const shapeOf = (thing) =>
  (/image/i.test(thing.raw.shape) && !holdsImage(thing.raw) ? null : thing.raw.shape) ?? classOf(thing).shape ?? "dot";
// Names of groups and families are drawn as text without a shape.
export const isCaption = (thing) => Boolean(thing.about) && shapeOf(thing) === "text";
export const substance = things.filter((thing) => !isCaption(thing));
export const kindOf = (link) => kinds.get(link.kind) ?? fallback;
export const markOf = (link) => grades.get(link.grade)?.mark ?? "";
// The name of a link with its mark, which some names contain already.
export const markedName = (link) => (link.name.includes("~") ? link.name : `${markOf(link)}${link.name}`);
export const otherEnd = (link, thing) => (link.from === thing ? link.to : link.from);
export const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const graphName = page.graph
  ? `Graph ${oneLine(page.graph.version)}, ${oneLine(page.graph.hash)}`
  : "careergraph";

export function attributions() {
  return [...new Set(sources.map((source) => oneLine(source.attribution || source.title)).filter(Boolean))];
}

// Only http and https addresses become links.
export function safeUrl(value) {
  try {
    const url = new URL(String(value));
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

// An element with attributes, listeners ("onclick": function) and children; strings become text.
export function el(tag, attributes = {}, ...children) {
  const element = tag.startsWith("svg:")
    ? document.createElementNS("http://www.w3.org/2000/svg", tag.slice(4))
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function outsideLink(label, address) {
  const url = safeUrl(address);
  if (!url) return el("span", { dir: "auto" }, clean(label || address));
  return el("a", { href: url, rel: "noopener noreferrer", target: "_blank", dir: "auto" }, clean(label || url));
}

export function announce(text) {
  find("live").textContent = "";
  setTimeout(() => {
    find("live").textContent = text;
  }, 30);
}
