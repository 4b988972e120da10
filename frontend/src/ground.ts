// The ground: our own small base map, muted so that only alerts have colour.
import GeoJSON from "ol/format/GeoJSON";
import VectorImageLayer from "ol/layer/VectorImage";
import VectorSource from "ol/source/Vector";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import { token } from "./palette";

const AREAS: Record<string, [string, number]> = {
  neighbours: ["--map-neighbour", 0],
  land: ["--map-land", 1],
  lakes: ["--map-water", 2],
  islands: ["--map-land", 3],
};
const LINES: Record<string, [string, number, number]> = {
  rivers: ["--map-river", 1, 4],
  borders: ["--map-border", 1.5, 5],
};

function styles(): Record<string, Style> {
  const made: Record<string, Style> = {};
  for (const [layer, [name, zIndex]] of Object.entries(AREAS)) {
    made[layer] = new Style({ fill: new Fill({ color: token(name) }), zIndex });
  }
  for (const [layer, [name, width, zIndex]] of Object.entries(LINES)) {
    made[layer] = new Style({ stroke: new Stroke({ color: token(name), width }), zIndex });
  }
  return made;
}

export class GroundLayer extends VectorImageLayer<VectorSource> {
  /** Without an address the map is plain land. */
  constructor(private readonly url?: string) {
    super({
      source: new VectorSource({ url, format: new GeoJSON(), attributions: [] }),
      imageRatio: 1.5,
    });
    this.repaint();
  }

  /** Take the colours of the theme that is shown now. */
  repaint(): void {
    const made = styles();
    this.setBackground(token(this.url ? "--map-water" : "--map-land"));
    this.setStyle((feature) => made[feature.get("layer")]);
  }
}
