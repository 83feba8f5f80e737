// What stands around the picture is filled in before it is drawn, for it takes its room.
const graphName = page.graph
  ? `Graph ${oneLine(page.graph.version)}, ${oneLine(page.graph.hash)}`
  : "careergraph";

function drawHead() {
  document.title = clean(page.title) || "careergraph";
  find("title").textContent = clean(page.title);
  find("subtitle").textContent = clean(page.subtitle);
  find("foot").append(
    el("span", { class: "version", title: graphName }, cut(graphName, 44)),
    el("span", { class: "credits", dir: "auto" }, attributions().join(" ")),
  );
}

drawHead();
drawRoutes();
drawLegend();
