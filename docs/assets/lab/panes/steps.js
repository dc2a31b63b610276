// What the site says of the steps up to one.

import * as runtime from "../../python/runtime.js";

/** The infos of step 01 to this one, in order. */
export async function upTo(step) {
  const numbers = Array.from({ length: Number(step) }, (_, position) => String(position + 1).padStart(2, "0"));
  const infos = await Promise.all(numbers.map((number) => runtime.stepInfo(number)));
  return infos.filter(Boolean);
}
