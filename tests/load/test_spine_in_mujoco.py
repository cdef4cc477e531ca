"""MuJoCo as an independent check of places, moment arms and weight; needs the extra that installs it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from myotome.load import JOINTS, ArmPose, geometry, reference_person, spine
from myotome.load.dynamics.inertia_forces import Motion, inertia_forces
from myotome.load.mjcf import exported, mjcf

MODEL = spine(reference_person())
DOWN = np.array([[[0.0, -1.0, 0.0]] * 2])


def test_the_export_is_the_same_twice_and_names_what_it_leaves_out() -> None:
    text = mjcf(MODEL)
    assert text == mjcf(MODEL)
    root = Xml.fromstring(text)
    assert len(root.findall(".//joint")) == 54
    assert len(root.findall(".//spatial")) == len(exported(MODEL))
    assert "right rect_abd" in text.split("-->")[0]


def slopes(mujoco: Any, model: Any, data: Any) -> np.ndarray:
    """Change of every tendon's length with every hinge; newer versions keep it sparse."""
    dense, flat = np.zeros((model.ntendon, model.nv)), np.array(data.ten_J).ravel()
    if flat.size == dense.size:
        return flat.reshape(dense.shape)
    owner = model if hasattr(model, "ten_J_rownnz") else data
    mujoco.mju_sparse2dense(dense, flat, owner.ten_J_rownnz, owner.ten_J_rowadr, owner.ten_J_colind)
    return dense


def test_mujoco_agrees() -> None:
    mujoco = pytest.importorskip("mujoco")
    model = mujoco.MjModel.from_xml_string(mjcf(MODEL))
    data, chosen, rng = mujoco.MjData(model), list(exported(MODEL)), np.random.default_rng(1)
    for _ in range(5):
        angles = rng.uniform(-3, 3, (1, len(JOINTS), 3))
        stand = geometry(MODEL, angles, arms=ArmPose(DOWN, DOWN, np.zeros((1, 2))), within_range=False)
        data.qpos[:] = np.deg2rad(angles).ravel()
        mujoco.mj_forward(model, data)
        slope = slopes(mujoco, model, data)
        assert np.abs(data.xpos[2:] - stand.joint_m[0]).max() < 1e-12
        assert np.abs(data.ten_length - stand.length_m[0, chosen]).max() < 1e-12
        assert np.abs(-slope.T - stand.arms_m[0][:, chosen]).max() < 1e-12
        assert np.abs(data.qfrc_bias + stand.gravity_nm[0]).max() < 1e-10


def test_mujoco_agrees_on_inverse_dynamics() -> None:
    mujoco = pytest.importorskip("mujoco")
    model = mujoco.MjModel.from_xml_string(mjcf(MODEL))
    data, rng, none = mujoco.MjData(model), np.random.default_rng(2), np.zeros((1, 2))
    arms, still = ArmPose(DOWN, DOWN, none), tuple(np.zeros((1, 3)) for _ in range(3))
    for _ in range(5):
        angles, speed, rate = (np.deg2rad(rng.uniform(-size, size, (1, len(JOINTS), 3))) for size in (3, 40, 400))
        hanging = (DOWN, 0.0 * DOWN, 0.0 * DOWN)
        inertia = inertia_forces(MODEL, Motion((angles, speed, rate), still, still, hanging, hanging), none)
        found = geometry(MODEL, np.rad2deg(angles), external=inertia, arms=arms, within_range=False)
        data.qpos[:], data.qvel[:], data.qacc[:] = angles.ravel(), speed.ravel(), rate.ravel()
        mujoco.mj_inverse(model, data)
        assert np.abs(data.qfrc_inverse + found.gravity_nm[0] + found.external_nm[0]).max() < 1e-6
        assert np.abs(data.qfrc_inverse - data.qfrc_bias).max() > 1.0
