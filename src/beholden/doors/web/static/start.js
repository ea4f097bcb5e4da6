// Wakes the components of GOV.UK Frontend that are on the page.
import { initAll } from "./built/govuk-frontend.min.js";

initAll();
