"""Decides: deterministic Temporal code, which names activities and never imports them."""

from typing import Final

from workflows.campaign import CampaignWorkflow
from workflows.parity import ParityWorkflow
from workflows.retention import RetentionWorkflow
from workflows.step import StepWorkflow
from workflows.verification import VerificationWorkflow

WORKFLOWS: Final = (CampaignWorkflow, StepWorkflow, ParityWorkflow, RetentionWorkflow, VerificationWorkflow)

__all__ = [
    "WORKFLOWS",
    "CampaignWorkflow",
    "ParityWorkflow",
    "RetentionWorkflow",
    "StepWorkflow",
    "VerificationWorkflow",
]
