// What the lab takes of jsdiff: the lines that two texts do not have in common.
export { structuredPatch } from "diff";
