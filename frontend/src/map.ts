// The live map of the board. It takes the place of the drawing the server made, and shows the same.
import Feature from "ol/Feature";
import Map from "ol/Map";
import Overlay from "ol/Overlay";
import View from "ol/View";
import { boundingExtent, createEmpty, extend, getHeight, getWidth, isEmpty } from "ol/extent";
import ScaleLine from "ol/control/ScaleLine";
import Zoom from "ol/control/Zoom";
import GeoJSON from "ol/format/GeoJSON";
import type Point from "ol/geom/Point";
import VectorLayer from "ol/layer/Vector";
import Cluster from "ol/source/Cluster";
import VectorSource from "ol/source/Vector";
import { GroundLayer } from "./ground";
import "./map.css";
import { baseStyle, incidentStyle, isLoud, members, nameStyle, placeNames } from "./marks";

const NEAR = 20;
const FIT = { padding: [50, 50, 50, 50], maxZoom: 11 };

class BoardMap {
  private readonly incidents = new VectorSource<Feature<Point>>();
  private readonly bases = new VectorSource<Feature<Point>>();
  private readonly names = new VectorSource<Feature<Point>>();
  private readonly ground: GroundLayer;
  private readonly incidentLayer = new VectorLayer({
    source: new Cluster<Feature<Point>>({ source: this.incidents, distance: NEAR }),
    zIndex: 4,
  });
  private readonly baseLayer = new VectorLayer({ source: this.bases, zIndex: 2 });
  private readonly nameLayer = new VectorLayer({ source: this.names, zIndex: 3, declutter: true });
  private readonly map: Map;
  private hasFitted = false;
  private isWaiting = false;

  constructor(private readonly box: HTMLElement) {
    const target = document.createElement("div");
    target.className = "map-live";
    target.tabIndex = 0;
    target.setAttribute("role", "application");
    target.setAttribute("aria-label", box.getAttribute("aria-label") ?? "");
    this.ground = new GroundLayer(box.dataset.ground || undefined);
    this.map = new Map({
      target,
      layers: [this.ground, this.baseLayer, this.nameLayer, this.incidentLayer],
      controls: [
        new Zoom({ zoomInTipLabel: box.dataset.zoomIn, zoomOutTipLabel: box.dataset.zoomOut }),
        new ScaleLine({ minWidth: 80 }),
      ],
      view: new View({ center: [0, 0], zoom: 2, maxZoom: 15 }),
    });
    this.repaint();
    box.prepend(target);
    box.querySelector(".map-svg")?.remove();
    this.listen(target);
    void this.read();
  }

  private listen(target: HTMLElement): void {
    // A cluster stands elsewhere at each zoom, and the pulse belongs behind what is drawn.
    this.map.on("rendercomplete", () => this.showPulses());
    this.map.on("singleclick", (event) => this.press(event.pixel));
    this.map.on("pointermove", (event) => {
      if (event.dragging) return;
      const isOver = this.map.hasFeatureAtPixel(event.pixel, {
        layerFilter: (layer) => layer === this.incidentLayer,
      });
      target.style.cursor = isOver ? "pointer" : "";
    });
    document.addEventListener("tocsin:theme", () => this.repaint());
    document.addEventListener("tocsin:poll", () => void this.read());
    document.addEventListener("tocsin:incident", () => this.readSoon());
  }

  /** A storm of events must not become a storm of readings. */
  private readSoon(): void {
    if (this.isWaiting) return;
    this.isWaiting = true;
    setTimeout(() => {
      this.isWaiting = false;
      void this.read();
    }, 700);
  }

  private async read(): Promise<void> {
    // A link may also break in the middle of the body; the next event or poll reads again.
    const points = await fetch((this.box.dataset.points ?? "") + location.search)
      .then((answer) => (answer.ok && !answer.redirected ? answer.json() : null))
      .catch(() => null);
    if (points === null) return;
    const found = new GeoJSON().readFeatures(points, {
      featureProjection: "EPSG:3857",
    }) as Feature<Point>[];
    const kinds = (kind: string) => found.filter((feature) => feature.get("kind") === kind);
    this.replace(this.incidents, kinds("incident"));
    this.replace(this.bases, kinds("base"));
    placeNames(kinds("base"));
    this.replace(this.names, [...kinds("base"), ...kinds("place")].map((f) => f.clone()));
    if (!this.hasFitted) this.fit();
    this.showPulses();
  }

  private replace(source: VectorSource<Feature<Point>>, features: Feature<Point>[]): void {
    source.clear(true);
    source.addFeatures(features);
  }

  private fit(): void {
    const extent = createEmpty();
    for (const source of [this.incidents, this.bases]) {
      const reach = source.getExtent();
      if (reach && !isEmpty(reach)) extend(extent, reach);
    }
    if (isEmpty(extent)) return;
    this.map.getView().fit(extent, FIT);
    this.hasFitted = true;
  }

  private repaint(): void {
    this.ground.repaint();
    this.incidentLayer.setStyle(incidentStyle());
    this.baseLayer.setStyle(baseStyle());
    this.nameLayer.setStyle(nameStyle());
  }

  private showPulses(): void {
    const drawn = this.incidentLayer.getSource()?.getFeatures() ?? [];
    const loud = drawn.filter((feature) => members(feature).some(isLoud));
    const overlays = this.map.getOverlays();
    while (overlays.getLength() > loud.length) overlays.pop();
    while (overlays.getLength() < loud.length) overlays.push(this.pulse());
    loud.forEach((feature, place) => {
      overlays.item(place).setPosition((feature.getGeometry() as Point).getCoordinates());
    });
  }

  private pulse(): Overlay {
    const element = document.createElement("span");
    element.className = "map-pulse";
    return new Overlay({ element, positioning: "center-center", stopEvent: false });
  }

  private press(pixel: number[]): void {
    const hit = this.map.forEachFeatureAtPixel(pixel, (feature) => feature, {
      layerFilter: (layer) => layer === this.incidentLayer,
      hitTolerance: 8,
    });
    const group = hit ? members(hit) : [];
    const first = group[0];
    if (!first) return;
    const reach = boundingExtent(group.map((one) => one.getGeometry()?.getCoordinates() ?? [0, 0]));
    const isOnePlace = Math.max(getWidth(reach), getHeight(reach)) < 200;
    if (group.length > 1 && !isOnePlace) {
      this.map.getView().fit(reach, { ...FIT, maxZoom: 14, duration: 200 });
      return;
    }
    document.dispatchEvent(
      new CustomEvent("tocsin:pick", { detail: { number: first.get("number") } }),
    );
  }
}

for (const box of document.querySelectorAll<HTMLElement>("[data-points]")) new BoardMap(box);
