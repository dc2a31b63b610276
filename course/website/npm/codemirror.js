// What the lab's editor takes of CodeMirror, and the languages of the tutorial's files.
export { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
export { python } from "@codemirror/lang-python";
export { bracketMatching, indentOnInput, indentUnit, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
export { css } from "@codemirror/legacy-modes/mode/css";
export { javascript } from "@codemirror/legacy-modes/mode/javascript";
export { properties } from "@codemirror/legacy-modes/mode/properties";
export { toml } from "@codemirror/legacy-modes/mode/toml";
export { html } from "@codemirror/legacy-modes/mode/xml";
export { yaml } from "@codemirror/legacy-modes/mode/yaml";
export { gotoLine, highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { Compartment, EditorState, Prec, StateEffect, StateField } from "@codemirror/state";
export {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  WidgetType,
} from "@codemirror/view";
export { classHighlighter } from "@lezer/highlight";
