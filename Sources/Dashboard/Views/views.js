/** The views, in the order of the navigation; docs/page.md tells what one is. */
import { frontier } from "./frontier.js";
import { gap } from "./gap.js";
import { maps } from "./maps.js";
import { plan } from "./plan.js";

export const views = [plan, frontier, maps, gap];
