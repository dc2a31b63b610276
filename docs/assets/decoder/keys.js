// Reads what people paste for a key: a secret in three forms, a PEM, a JWK, a set of JWKs.

import { importJWK, importSPKI } from "../vendor/jose.js";
import { BadPart, readBytes } from "./token_part.js";

/** Why this is no key for the algorithm: a sentence, and what to do about it. */
export class BadKey extends Error {
  constructor(message, fix = "") {
    super(message);
    this.fix = fix;
  }
}

/** The bytes of a shared secret. `trusting` takes a PEM for one, as a careless server does. */
export function sharedSecret(found, { text, form }, trusting) {
  const { algorithm } = found;
  if (text.includes("-----BEGIN") && !trusting) {
    throw new BadKey(
      `The key is a PEM, and ${algorithm} signs with a shared secret. A server that took its ` +
        "public key for one would let everybody sign (RFC 8725, section 2.1).",
      "Give the secret, or look at what the header's `alg` should be.",
    );
  }
  const jwk = asJwk(text, found);
  if (jwk && (jwk.kty !== "oct" || typeof jwk.k !== "string")) {
    throw new BadKey(
      `This key cannot be used with ${algorithm}, which signs with a shared secret: the JWK is ` +
        "of another kind.",
      "Give the secret, or look at what the header's `alg` should be.",
    );
  }
  if (jwk) return decoded("key", jwk.k);
  if (form === "hex") return fromHex(text);
  return form === "base64url" ? decoded("key", text.trim()) : new TextEncoder().encode(text);
}

function decoded(name, text) {
  try {
    // Keys are written in both alphabets: openssl rand -base64 takes the older one.
    return readBytes(name, text.replaceAll("+", "-").replaceAll("/", "_"), []);
  } catch (error) {
    if (!(error instanceof BadPart)) throw error;
    throw new BadKey(error.message, "Give it as base64url, or choose another form.");
  }
}

function fromHex(text) {
  const digits = text.replace(/^0x|[\s:]/g, "");
  if (!/^(?:[0-9a-fA-F]{2})+$/.test(digits)) {
    throw new BadKey(
      "The key is no hex: it is written in pairs of 0-9 and a-f.",
      "Give it as hex, or choose another form.",
    );
  }
  return Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
}

/** The public key of a PEM or JWK, as WebCrypto holds it. */
export async function publicKey(found, text) {
  const { algorithm } = found;
  const jwk = asJwk(text, found);
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) || jwk?.d !== undefined) {
    throw new BadKey(
      "That is a private key: it signs, and no web page should see it, not even this one.",
      "Give its public key: openssl pkey -in private.pem -pubout",
    );
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new BadKey(
      "That is a certificate, which has the public key in it.",
      "Give the key: openssl x509 -in cert.pem -noout -pubkey",
    );
  }
  try {
    return await (jwk ? importJWK(jwk, algorithm) : importSPKI(text.trim(), algorithm));
  } catch {
    throw new BadKey(
      `This is no key for ${algorithm}, whose public key begins with -----BEGIN PUBLIC ` +
        "KEY-----, or is a JWK.",
      "This key cannot be used with this algorithm: look at which of the two is wrong.",
    );
  }
}

// Of a set the one that the header names; where nothing has a name, a set of one will do.
function asJwk(text, found) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (data === null || typeof data !== "object") return null;
  if (!Array.isArray(data.keys)) return data.kty ? data : null;
  const kid = found.header.get("kid");
  const only = data.keys.length === 1;
  const key = data.keys.find((each) => (kid && each?.kid ? each.kid === kid : only));
  if (key) return key;
  throw new BadKey(
    `The set has ${data.keys.length} keys, and none with the token's \`kid\`.`,
    "A server refuses such a token, or fetches the set anew.",
  );
}
