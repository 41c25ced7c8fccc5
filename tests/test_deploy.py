"""What is shipped to run it with: names only what exists, runs as nobody in particular, and is what its own tools call valid."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from kubernetes.client import models

from qa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
CLUSTER = (ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8")
UNIT = (ROOT / "deploy" / "mingzhang.service").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("text", [DOCKERFILE, UNIT, CLUSTER, (ROOT / "deploy" / "compose.yaml").read_text("utf-8")])
def test_only_settings_that_exist_are_named(text):
    named = set(re.findall(r"\bMINGZHANG_([A-Z_]+)", text)) - {"DATABASE_PASSWORD"}  # compose's own
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_what_the_image_copies_is_there_and_its_extras_are_extras():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert all((ROOT / name).exists() for line in copied for name in line.split())
    for extras in re.findall(r"EXTRAS=([\w,]+)", DOCKERFILE):
        assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"])


def test_the_image_runs_without_root_keeps_state_in_a_volume_and_tells_its_health():
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!root|0)\w+$", last, re.MULTILINE)
    assert 'VOLUME ["/data"]' in last
    assert "MINGZHANG_HOME=/data" in last
    assert "HEALTHCHECK" in last
    assert "/healthz" in last


def test_the_services_wait_for_each_other_and_drop_what_they_need_not():
    services = COMPOSE["services"]
    assert set(services["mingzhang"]["depends_on"]) == set(services) - {"mingzhang"}
    assert services["mingzhang"]["cap_drop"] == ["ALL"]
    assert services["database"]["healthcheck"]
    assert set(COMPOSE["volumes"]) == {v.partition(":")[0] for s in services.values() for v in s.get("volumes", [])}


def _faults(held: object, kind: str, where: str) -> list[str]:
    """What of a manifest the API has no place for, by the models of Kubernetes' own client."""
    if listed := re.fullmatch(r"List\[(.+)\]", kind):
        return [f for n, one in enumerate(held) for f in _faults(one, listed[1], f"{where}[{n}]")]
    if (model := getattr(models, kind, None)) is None or not isinstance(held, dict):
        return []
    names = {told: name for name, told in model.attribute_map.items()}
    unknown = [f"{where}.{key}" for key in held.keys() - names.keys()]
    known = [(key, value) for key, value in held.items() if key in names]
    return unknown + [f for k, v in known for f in _faults(v, model.openapi_types[names[k]], f"{where}.{k}")]


def test_the_manifests_are_of_the_clusters_own_form_and_belong_together():
    held = list(yaml.safe_load_all(CLUSTER))
    assert [f for one in held for f in _faults(one, f"V1{one['kind']}", one["kind"])] == []
    assert _faults(held[0] | {"spec": {"replica": 2}}, "V1Deployment", "it") == ["it.spec.replica"]
    by_kind = {(one["kind"], one["metadata"]["name"]): one["spec"] for one in held}
    for (kind, name), spec in by_kind.items():
        if kind == "Service":
            served = by_kind.get(("Deployment", name)) or by_kind["StatefulSet", name]
            assert served["template"]["metadata"]["labels"].items() >= spec["selector"].items()
    pod = by_kind["Deployment", "mingzhang"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["enableServiceLinks"] is False, "a service's links would be taken for settings: MINGZHANG_PORT=tcp://…"
    chroma = next(e["value"] for e in pod["containers"][0]["env"] if e["name"] == "MINGZHANG_CHROMA_URL")
    assert ("Service", re.search(r"//([\w-]+):", chroma)[1]) in by_kind


def test_the_unit_is_valid(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    unit = tmp_path / "mingzhang.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "mingzhang.service" not in done.stderr, done.stderr


@pytest.mark.parametrize(
    "checked",
    [
        ("hadolint", "Dockerfile"),
        ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml"),
    ],
    ids=lambda command: command[0],
)
def test_linters_of_other_houses_find_nothing(checked):
    program = Path(sys.executable).with_name(checked[0])
    if not program.exists():
        pytest.skip("make peers installs it")
    done = subprocess.run([program, *checked[1:]], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_default_dependencies_have_no_torch_and_extras_name_only_extras():
    assert not [d for d in PROJECT["dependencies"] if re.match(r"torch|sentence|opencv|rapidocr|scipy|psycopg", d)]
    extras = PROJECT["optional-dependencies"]
    asked = {e for deps in extras.values() for d in deps if d.startswith("mingzhang[") for e in d[10:-1].split(",")}
    assert asked <= set(extras)


def test_every_dependency_is_pinned_for_those_who_install_with_make():
    pins = {
        re.split(r"==", line)[0].lower().replace("_", "-") for line in (ROOT / "constraints.txt").read_text().split()
    }
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(d for name, deps in extras.items() if name != "peers" for d in deps)]
    names = {re.match(r"[\w.-]+", d)[0].lower().replace("_", "-") for d in asked} - {"mingzhang"}
    assert names <= pins


def test_readers_of_the_open_database_are_told_only_of_what_is_in_it():
    from corpus import schema, views  # noqa: PLC0415 - for this one alone

    told = yaml.safe_load((ROOT / "deploy" / "datasette.yaml").read_text("utf-8"))["databases"]["mingzhang-open"]
    own = {*views.VIEWS, *(t.name for t in schema.metadata.sorted_tables), "passage_words", "alembic_version"}
    known = own - set(views.PRIVATE)
    assert set(told["tables"]) <= known
