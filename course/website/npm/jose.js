// What the token decoder uses of jose, and no more.
export { compactVerify, importJWK, importSPKI } from "jose";
