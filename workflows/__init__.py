"""Decides: deterministic Temporal code, which names activities and never imports them."""

from typing import Final

from workflows.step import StepWorkflow

WORKFLOWS: Final = (StepWorkflow,)

__all__ = ["WORKFLOWS", "StepWorkflow"]
