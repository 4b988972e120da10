"""Check what deploy/ gives to container platforms, as far as this machine can; say what it could not.

Run by hand with a Python that has `helm-python-sdk`, `kubernetes-validate` and `PyYAML`, none of which
Tocsin depends on: `python tools/check_deploy.py`. Renders the chart with Helm's own code in several
settings, holds each object against the JSON schemas of Kubernetes and against rules of ours, and lets
`docker-compose config` read the compose file. Exit 1 at the first thing that is wrong.
"""

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CHART = ROOT / "deploy" / "helm"
COMPOSE = ROOT / "deploy" / "compose.yaml"
SECRETS = {"TOCSIN_DATABASE_URL", "TOCSIN_VAULT_KEYS", "TOCSIN_SECRET_KEY", "TOCSIN_METRICS_TOKEN"}
INFO = 1  # of helm's severities: an icon is recommended
VERSIONS = ("1.25", "1.28", "1.31")  # of Kubernetes
CASES: dict[str, dict[str, Any]] = {
    "as it comes": {},
    "with a token and more settings": {
        "secret": {"metricsToken": "metrics-token"},
        "settings": {"TOCSIN_GATEWAY_RATE": "50"},
        "dutyPhone": "+243990000001",
    },
    "without ingress and policies": {
        "ingress": {"enabled": False},
        "networkPolicy": {"enabled": False},
    },
}
REFUSED: dict[str, dict[str, Any]] = {
    "no engine": {"jobs": {"replicas": 0}},
    "a host that is a URL": {"host": "https://tocsin.example.org/"},
    "a setting of somebody else's": {"settings": {"PATH": "/"}},
}


def main() -> str | None:
    """Print a line for each check; return what is wrong, None when nothing is."""
    try:
        import helm_python  # type: ignore[import-not-found]
        import kubernetes_validate  # type: ignore[import-not-found]
        import yaml
    except ImportError as missing:
        return f"Not checked: this Python has no {missing.name}. See the head of this file."
    if said := [one for one in helm_python.lint(str(CHART))["messages"] if one["severity"] > INFO]:
        return f"helm lint: {said}"
    print("helm lint: nothing above an icon")
    chart = helm_python.Chart.load(str(CHART))
    for title, values in CASES.items():
        objects = [*_objects(chart.render(values), yaml)]
        for version in VERSIONS:
            for one in objects:
                kubernetes_validate.validate(one, version, strict=True)
        if wrong := [fault for one in objects for fault in _wrong(one)]:
            return f"{title}: {'; '.join(wrong)}"
        kinds = Counter(one["kind"] for one in objects)
        print(f"{title}: {dict(kinds)} valid for Kubernetes {', '.join(VERSIONS)}")
    return _refuses(chart) or _compose()


def _refuses(chart: Any) -> str | None:
    for title, values in REFUSED.items():
        try:
            chart.validate_schema(values)
        except Exception as refused:  # noqa: BLE001 - whatever kind of no
            print(f"refused, as it should be: {title} ({type(refused).__name__})")
        else:
            return f"Taken, and should not be: {title}."
    return None


def _objects(rendered: dict[str, str], yaml: Any) -> Iterator[dict[str, Any]]:
    for name, text in rendered.items():
        if name.endswith((".yaml", ".yml")):
            yield from (one for one in yaml.safe_load_all(text) if one)


def _wrong(one: dict[str, Any]) -> Iterator[str]:
    """What of our own rules a workload breaks: nobody's root, nothing to write to, nothing unlimited."""
    pod = one.get("spec", {}).get("template", {}).get("spec")
    if pod is None:
        return
    if not pod["securityContext"].get("runAsNonRoot"):
        yield f"{one['kind']} may run as root"
    probes = {"livenessProbe", "readinessProbe"} if one["kind"] == "Deployment" else set()
    for container in pod["containers"]:
        rules = {
            "changes its root": container["securityContext"].get("readOnlyRootFilesystem") is True,
            "gains rights": container["securityContext"].get("allowPrivilegeEscalation") is False,
            "keeps capabilities": container["securityContext"]["capabilities"] == {"drop": ["ALL"]},
            "has no limit of memory": "memory" in container["resources"].get("limits", {}),
            "is never asked whether it lives": probes <= container.keys(),
            "carries a secret itself": not SECRETS & {env["name"] for env in container["env"]},
        }
        yield from (f"{container['name']} {fault}" for fault, kept in rules.items() if not kept)


def _compose() -> str | None:
    program = shutil.which("docker-compose")
    if program is None:
        print("Not checked: compose.yaml (no docker-compose on this machine).")
        return None
    with tempfile.TemporaryDirectory() as folder:
        # It looks for files of secrets only when it starts something.
        done = subprocess.run(
            [
                program,
                "--profile",
                "database",
                "-f",
                str(COMPOSE),
                "--project-directory",
                str(COMPOSE.parent),
                "config",
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        return f"docker-compose: {done.stderr.strip()}"
    print(f"docker-compose config: {len(done.stdout.splitlines())} lines, nothing refused")
    return None


if __name__ == "__main__":
    sys.exit(main())
