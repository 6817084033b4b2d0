/** The views, in the order of the navigation; docs/page.md tells what one is. */
import { fit } from "./fit.js";
import { frontier } from "./frontier.js";
import { gap } from "./gap.js";
import { maps } from "./maps.js";
import { plan } from "./plan.js";
import { runs } from "./runs.js";

export const views = [plan, frontier, maps, gap, fit, runs];
