"""What the pages of ``author bench tab`` run: the lab, and Pyodide as it is shipped."""

MEASURE = """async () => {
    const { Project } = await import("/assets/python/runtime.js");
    const begin = performance.now();
    const project = await Project.start({ step: "%s" });
    window.project = project;
    return performance.now() - begin;
}"""
USE = """async (step) => {
    const runtime = await import("/assets/python/runtime.js");
    const ada = { email: "ada@example.com", password: "correct horse battery staple" };
    const json = { method: "POST", headers: { "content-type": "application/json" } };
    // What fails is answered sooner.
    const sent = async (status, asked) => {
        const answer = await project.request(asked);
        if (answer.status === status) return answer;
        throw new Error(`${asked.path}: ${answer.status}`);
    };
    const post = (path, body, status = 200) =>
        sent(status, { ...json, path, body: JSON.stringify(body) });
    await post("/user/create/", { ...ada, first_name: "Ada" }, 201);
    await post("/user/login/", ada);
    const times = async (count, act) => {
        const found = [];
        for (let number = 0; number < count; number += 1) found.push((await act()).ms);
        return found.sort((a, b) => a - b)[Math.floor(count / 2)];
    };
    const get = await times(21, () => sent(200, { path: "/health/" }));
    const login = await times(5, () => post("/user/login/", ada));
    const begin = performance.now();
    const files = await runtime.stepFiles(step);
    const { status } = await runtime.check({ step, files });
    return { get, login, check: performance.now() - begin, status };
}"""
KEPT = """async () => {
    const kept = async () => {
        const name = (await caches.keys()).find((each) => each.startsWith("python "));
        return name && (await (await caches.open(name)).keys()).length;
    };
    while (!(await kept())) await new Promise((done) => setTimeout(done, 100));
}"""
STOCK = """
<!doctype html><meta charset="utf-8"><title>Stock</title>
<script type="module">
import { loadPyodide } from "/pyodide/pyodide.mjs";
window.run = async () => {
    const begin = performance.now();
    const python = await loadPyodide({ indexURL: "/pyodide/" });
    for (const name of ["packages", "project"]) {
        const bytes = await (await fetch(`/${name}.zip`)).arrayBuffer();
        const extractDir = name === "project" ? "/project" : python.runPython(
            "import site; site.getsitepackages()[0]");
        python.unpackArchive(bytes, "zip", { extractDir });
    }
    await python.runPythonAsync(`%s`);
    return performance.now() - begin;
};
</script>
"""
STOCK_START = """
import asyncio, hashlib, os, sys
hashlib.pbkdf2_hmac = None
os.chdir("/project")
sys.path.insert(0, "/project")
os.environ |= {"DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
               "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
assert Client().get("/health/", headers={"host": "localhost"}).status_code == 200
"""
