"""Decides: deterministic Temporal code, which names activities and never imports them."""

from typing import Final

from workflows.campaign import CampaignWorkflow
from workflows.parity import ParityWorkflow
from workflows.step import StepWorkflow

WORKFLOWS: Final = (CampaignWorkflow, StepWorkflow, ParityWorkflow)

__all__ = ["WORKFLOWS", "CampaignWorkflow", "ParityWorkflow", "StepWorkflow"]
