// Saving: PNG of what is seen, SVG of the whole picture, JSON of the data shown, and printing.
const fileName = (ending) => {
  const name = fold(clean(page.title))
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${name || "careergraph"}.${ending}`;
};
const signature = () => `${graphName}. ~ marks what is editorial or computed`;

function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  announce(`Saved ${name}`);
}

// Who is to be named under a picture: the sources of the links it shows, else all.
function credits() {
  const cited = usedSources(links.filter((link) => link.shown).flatMap((link) => link.about?.facts ?? []));
  const named = (cited.length ? cited.map((index) => sources[index]) : sources).map((source) =>
    oneLine(source.attribution || source.title),
  );
  return [signature(), ...new Set(named.filter(Boolean))].join(" · ");
}

// Text as lines of at most so many pixels in the font that is set.
function wrapText(ctx, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && ctx.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function savePng() {
  const source = network.canvas.frame.canvas;
  const ratio = source.width / source.clientWidth;
  const [width, height, head] = [source.clientWidth, source.clientHeight, 56];
  const small = `11px ${fonts}`;
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  ctx.font = small;
  const foot = wrapText(ctx, cut(credits(), 3000), width - 32);
  canvas.width = source.width;
  canvas.height = source.height + Math.round((head + 24 + 16 * foot.length) * ratio);
  ctx.fillStyle = theme().paper;
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(source, 0, Math.round(head * ratio));
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme().ink;
  ctx.font = `600 18px ${fonts}`;
  ctx.fillText(cut(oneLine(page.title), 120), 16, head / 2, width - 32);
  ctx.fillStyle = theme().soft;
  ctx.font = small;
  foot.forEach((line, index) => ctx.fillText(line, 16, head + height + 20 + 16 * index, width - 32));
  canvas.toBlob((blob) => download(blob, fileName("png")), "image/png");
}

function saveSvg() {
  const text = new XMLSerializer().serializeToString(svgPicture(themeName()));
  download(
    new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`], { type: "image/svg+xml" }),
    fileName("svg"),
  );
}

function saveJson() {
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

// On paper: the whole picture in light colours, both tables, all sources.
function beforePrint() {
  find("print-sheet").replaceChildren(
    el("h1", { dir: "auto" }, clean(page.title)),
    page.subtitle ? el("p", { dir: "auto" }, clean(page.subtitle)) : "",
    svgPicture("light", true),
    ...(page.notices ?? []).map((notice) => el("p", { dir: "auto" }, clean(notice))),
    el("p", {}, clean(page.size)),
    ...tablesOf(1000).map((part) => part.querySelector("table")),
    sources.length ? el("h2", {}, "Sources") : "",
    el(
      "ol",
      {},
      sources.map((_, index) => sourceEntry(index)),
    ),
    el("p", {}, signature()),
  );
}
