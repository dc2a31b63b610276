// Does the signature of a token fit a key? Checked by the browser itself (WebCrypto).

import { compactVerify } from "../vendor/jose.js";
import { BadKey, publicKey, sharedSecret } from "./keys.js";
import { toBase64url } from "./token_part.js";

const FAMILIES = ["HS", "RS", "PS", "ES"];
export const ALGORITHMS = [
  ...FAMILIES.flatMap((family) => ["256", "384", "512"].map((size) => family + size)),
  "EdDSA",
];
/** In place of an algorithm: the one that the token names, which no server may do. */
export const FROM_HEADER = "header";

/**
 * Checks the signature of a token that `dissect` took apart.
 *
 * The key is { text, form, algorithm }: form is "text", "base64url" or "hex" and matters
 * to shared secrets alone; algorithm is the one that the reader expects, or FROM_HEADER.
 * In the answer `fits` is null where it could not be checked, `said` is a sentence, `fix`
 * says what to do, and `forged` is true where a careless server would be taken in.
 */
export async function check(found, key) {
  const text = key.text.replace(/^[\r\n]+|[\r\n]+$/g, "");
  const trusting = key.algorithm === FROM_HEADER;
  if (found.unsigned) {
    if (!trusting) return answer(false, "There is no signature: `alg` is none.");
    return forged(
      "There is no signature, and a server that obeys the header does not ask for one: it " +
        "takes this token, whatever it says, from anybody.",
    );
  }
  if (!found.signature?.length || !found.algorithm) {
    return answer(null, "There is no signature that could be checked.");
  }
  if (!text.trim()) return answer(null, "The key is empty.", "Give the key that signs.");
  if (!key.algorithm) {
    return answer(
      null,
      "It is for the reader of a token to know how it must be signed, not for the token.",
      "Choose the algorithm that your server expects.",
    );
  }
  if (!ALGORITHMS.includes(found.algorithm)) {
    return answer(null, `\`${found.algorithm}\` is an algorithm not known here.`);
  }
  if (!trusting && key.algorithm !== found.algorithm) {
    return answer(
      false,
      `The header says ${found.algorithm}, and you expect ${key.algorithm}: a server that ` +
        `expects ${key.algorithm} refuses this token before it looks at the signature.`,
    );
  }
  if (!globalThis.crypto?.subtle) {
    return answer(
      null,
      "The browser checks signatures on https pages and on 127.0.0.1 alone, and this page came " +
        "another way.",
      "Serve the site on your own machine, or type: python learn.py decode - --key-from work",
    );
  }
  try {
    return await checkWith(found, { ...key, text }, trusting);
  } catch (error) {
    if (!(error instanceof BadKey)) throw error;
    return answer(null, error.message, error.fix);
  }
}

async function checkWith(found, key, trusting) {
  if (!found.algorithm.startsWith("HS")) {
    const wrong = await whyNot(found, await publicKey(found, key.text));
    return (
      wrong ?? answer(true, "The signature fits: who has the private key made this token.")
    );
  }
  const secret = sharedSecret(found, key, trusting);
  const wrong = await whyNot(found, secret);
  if (wrong) return wrong;
  if (trusting && key.text.includes("-----BEGIN")) {
    return forged(
      "The signature fits, and this is the attack: the header says that the public key is a " +
        "shared secret, and everybody has the public key (RFC 8725, section 2.1).",
    );
  }
  const least = Number(found.algorithm.slice(2)) / 8;
  if (secret.length < least) {
    return answer(
      true,
      `The signature fits, but the key has ${secret.length} bytes: it can be guessed. ` +
        `${found.algorithm} wants ${least} at least (RFC 7518, 3.2).`,
    );
  }
  return answer(true, "The signature fits: who has this key made this token.");
}

async function whyNot(found, key) {
  // One spelling for the signature, as `dissect` has read it.
  const token = `${found.signed}.${toBase64url(found.signature)}`;
  try {
    await compactVerify(token, key, { algorithms: [found.algorithm] });
    return null;
  } catch (error) {
    if (error.code === "ERR_JWS_SIGNATURE_VERIFICATION_FAILED") {
      const other = found.algorithm.startsWith("HS")
        ? "another key signed it"
        : "the key of another pair signed it";
      const said = "The signature does not fit this key: the token was changed, or";
      return answer(false, `${said} ${other}.`);
    }
    if (found.header.has("crit")) {
      return answer(
        null,
        "`crit` names what the reader must understand; it is not known here, so the token is " +
          "refused (RFC 7515, 4.1.11).",
      );
    }
    return answer(
      null,
      `This key cannot be used with ${found.algorithm}: ${error.message}`.replace(/\.?$/, "."),
      "Give the key that belongs to the algorithm.",
    );
  }
}

const answer = (fits, said, fix = "") => ({ fits, said, fix, forged: false });
const forged = (said) => ({
  fits: false,
  said,
  fix: "Name the algorithms in the server's settings; take none from a token.",
  forged: true,
});
