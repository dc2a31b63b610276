// The content of course/curriculum/file_names.json, where each rule is explained; a test compares them.
export default {
  "left_out_folders": [
    "__macosx",
    "__pycache__",
    ".git",
    ".hg",
    ".idea",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".tox",
    ".venv",
    ".vscode",
    "node_modules"
  ],
  "left_out_files": [".coverage", ".ds_store", "thumbs.db"],
  "left_out_beginnings": ["._"],
  "left_out_endings": [".pyc", ".pyo", ".swp", "~"],
  "database_endings": [".sqlite3", ".sqlite3-journal"],
  "forbidden_characters": "<>:\"|?*\\",
  "invisible_categories": ["Cc", "Cf", "Cs", "Zl", "Zp"],
  "devices": ["con", "prn", "aux", "nul", "conin$", "conout$"],
  "numbered_devices": ["com", "lpt"],
  "device_numbers": "0123456789¹²³",
  "longest_path": 180,
  "from_a_zip": {"files": 5000, "bytes": 100000000},
  "in_the_lab": {"files": 500, "bytes": 5000000, "bytes_of_a_file": 1000000, "folders": 7}
};
