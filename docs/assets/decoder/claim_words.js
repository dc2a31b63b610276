// What the names in a token mean, for this page and for `learn.py decode`: Python reads
// what follows `export default` as JSON. A module needs no request of its own.
export default {
  "alg": {
    "HS256": "HMAC with SHA-256: one secret key signs and checks.",
    "HS384": "HMAC with SHA-384: one secret key signs and checks.",
    "HS512": "HMAC with SHA-512: one secret key signs and checks.",
    "RS256": "RSA with SHA-256: a private key signs, its public key checks.",
    "RS384": "RSA with SHA-384: a private key signs, its public key checks.",
    "RS512": "RSA with SHA-512: a private key signs, its public key checks.",
    "PS256": "RSA-PSS with SHA-256: a private key signs, its public key checks.",
    "PS384": "RSA-PSS with SHA-384: a private key signs, its public key checks.",
    "PS512": "RSA-PSS with SHA-512: a private key signs, its public key checks.",
    "ES256": "ECDSA with SHA-256: a private key signs, its public key checks.",
    "ES384": "ECDSA with SHA-384: a private key signs, its public key checks.",
    "ES512": "ECDSA with SHA-512: a private key signs, its public key checks.",
    "EdDSA": "EdDSA: a private key signs, its public key checks.",
    "none": "Not signed at all: anyone can write it.",
    "": "How it is signed, or how its key is encrypted."
  },
  "header": {
    "typ": "The type of the token.",
    "kid": "The name of the key that signed it.",
    "cty": "What is inside, if it is another token.",
    "crit": "Names that the reader must understand, or refuse the token.",
    "enc": "How the content is encrypted.",
    "zip": "The content is compressed.",
    "b64": "Whether the content is written in base64url (RFC 7797).",
    "jwk": "A key that the token brings along: never trust it (RFC 8725, 3.10).",
    "jku": "Where its keys are: never fetched unasked (RFC 8725, 3.10).",
    "x5u": "Where its certificate is: never fetched unasked (RFC 8725, 3.10).",
    "x5c": "A certificate that the token brings along.",
    "": "Not one of the usual names."
  },
  "times": {
    "exp": "Expires",
    "nbf": "Not before",
    "iat": "Issued at",
    "auth_time": "When the person logged in",
    "refresh_exp": "simplejwt: until when a sliding token is refreshed"
  },
  "token_type": {
    "access": "simplejwt: an access token, sent with each request.",
    "refresh": "simplejwt: a refresh token, only good for a new access token.",
    "sliding": "simplejwt: a sliding token, access and refresh in one.",
    "": "Which kind of token it is."
  },
  "claims": {
    "iss": "Issuer: who made it.",
    "sub": "Subject: whom it is about.",
    "aud": "Audience: who it is for; others refuse it.",
    "jti": "Its own number, never used again.",
    "user_id": "simplejwt: the primary key of the user, as text.",
    "scope": "What its bearer may do (RFC 8693).",
    "azp": "The client that it was given to (OpenID Connect).",
    "client_id": "The client that it was given to (RFC 8693).",
    "nonce": "Ties it to one login (OpenID Connect).",
    "": "The service's own: its meaning is between it and its clients."
  },
  "secret": {
    "names": ["password", "passwd", "secret", "hash"],
    "said": "A secret does not belong here: anyone who sees the token can read it."
  },
  "personal": {
    "names": ["email", "name", "phone", "address", "birth"],
    "said": "Personal: anyone who sees the token can read it."
  }
};
