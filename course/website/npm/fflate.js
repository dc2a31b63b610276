// What the lab takes of fflate: zips in, zips out.
export { unzipSync, zipSync } from "fflate";
