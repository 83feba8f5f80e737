// Saving: the whole picture as PNG or SVG, and the data shown as JSON.
import { announce, clean, el, links, page, routes, sources, things } from "./data.js";
import { themeName } from "./theme.js";
import { fold } from "./search.js";
import { svgPicture } from "./svg.js";

const fileName = (ending) => {
  const name = fold(clean(page.title))
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${name || "careergraph"}.${ending}`;
};

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  announce(`Saved ${name}`);
}

const largestSide = 12_000;
const svgText = () => new XMLSerializer().serializeToString(svgPicture(themeName()));

// The whole picture with title, legend and sources, at double size.
export function savePng() {
  const text = svgText();
  const [width, height] = /viewBox="([^"]*)"/.exec(text)[1].split(" ").slice(2).map(Number);
  const ratio = Math.min(2, largestSide / width, largestSide / height);
  const image = new Image();
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  image.addEventListener("load", () => {
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => download(blob, fileName("png")), "image/png");
  });
  image.src = address;
}

export function saveSvg() {
  download(
    new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${svgText()}\n`], { type: "image/svg+xml" }),
    fileName("svg"),
  );
}

export function saveJson() {
  const keep = ({ about, id, from, to, label, title }) => ({ id, from, to, label, title, ...about });
  const shown = {
    title: page.title,
    kind: page.kind,
    graph: page.graph,
    nodes: things.filter((thing) => thing.shown).map((thing) => keep(thing.raw)),
    edges: links.filter((link) => link.shown).map((link) => keep({ ...link.raw, id: link.raw.id })),
    sources,
    routes,
  };
  download(new Blob([`${JSON.stringify(shown, null, 1)}\n`], { type: "application/json" }), fileName("json"));
}
