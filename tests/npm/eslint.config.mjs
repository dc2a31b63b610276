// The rules that ESLint recommends, over the scripts of the site and their tests.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["docs/assets/vendor/"] },
  js.configs.recommended,
  { files: ["docs/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/*/*.js"], languageOptions: { globals: globals.node } },
];
