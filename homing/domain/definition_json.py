"""A definition in the contract's JSON: read, with everything that is wrong with it, and written."""

import re
from collections.abc import Sequence
from typing import Final

from homing.domain import definition as model
from homing.domain.definition import (
    LABELS,
    SENDING,
    Config,
    DeadlineCheck,
    Definition,
    Extras,
    Label,
    Step,
    StepType,
)
from homing.domain.definition_configs import FIELD_OF, read_config, read_headers
from homing.domain.definition_graph import Vertex, Way, graph_faults
from homing.domain.definition_writing import write_definition
from homing.domain.errors import DefinitionRefused
from homing.domain.json_fields import Faults, Fields, Node
from homing.domain.strategy import AUTHORED, ChannelStrategy, MessageClass, OnUnknown
from homing.domain.web_address import ANYWHERE, Network

__all__ = ["read_definition", "restore_definition", "write_definition"]

_ID: Final = re.compile(model.STEP_ID)
_LABELS: Final = frozenset(map(str, Label))
_STAND_IN: Final = DeadlineCheck(model.SHORTEST_DELAY)


def read_definition(
    data: object, *, allowed_networks: Sequence[Network] = ()
) -> tuple[Definition, dict[str, dict[str, str]]]:
    """Read a definition from parsed JSON, and the headers of those webhooks that say what theirs are (step id
    -> name -> value), which may be secrets. ``allowed_networks``: where webhooks may be although it is not
    on the public internet. Raises DefinitionRefused with all that is wrong."""
    reader = _Reader(allowed_networks)
    definition = reader.read(Node(data, "$", reader.faults))
    if reader.faults.found:
        raise DefinitionRefused(reader.faults.found)
    return definition, reader.headers


def restore_definition(data: object) -> Definition:
    """Read what ``write_definition`` wrote with its extras. Where a webhook may be was asked when it was
    registered, and is asked again when it is called."""
    return read_definition(data, allowed_networks=ANYWHERE)[0]


class _Reader:
    """Reads one definition."""

    def __init__(self, allowed: Sequence[Network]) -> None:
        self.faults = Faults()
        self.headers: dict[str, dict[str, str]] = {}
        self._allowed = allowed
        self._vertices: list[Vertex] = []

    def read(self, root: Node) -> Definition:
        fields = Fields(root, root=True)
        listed = fields.need("steps", f"1 to {model.MAX_STEPS} steps")
        fields.close()
        nodes = listed.items(1, model.MAX_STEPS) if listed else []
        steps = tuple(self._read_step(node, index) for index, node in enumerate(nodes))
        # Of a list that is too long the rest is not read, so that nothing can be said of the whole.
        if listed and isinstance(listed.value, list) and len(listed.value) == len(nodes):
            for fault in graph_faults(self._vertices):
                self.faults.add(fault.path, fault.message)
        return Definition(steps)

    def _read_step(self, node: Node, index: int) -> Step:
        fields = Fields(node)
        step_id = _read_id(fields)
        named = fields.need("type", f"one of {', '.join(StepType)}")
        step_type = named.pick(tuple(StepType)) if named else None
        config = self._read_config(fields, step_id, step_type)
        transitions = fields.get("transitions")
        ways = _read_transitions(transitions, step_type) if transitions else {}
        extras = _read_extras(fields, step_type)
        fields.close()
        # No way leads to a step without an id, nor to the stand-in for one.
        step_id = step_id or f"#{index}"
        self._vertices.append(Vertex(node.path, step_id, tuple(ways.values())))
        known = {Label(label): way.target for label, way in ways.items() if label in _LABELS}
        return Step(step_id, config, known, extras)

    def _read_config(self, fields: Fields, step_id: str, step_type: StepType | None) -> Config:
        config: Config = _STAND_IN
        for one, name in FIELD_OF.items():
            node = fields.get(name)
            if one is step_type:
                if node is None and one is not StepType.MARK_MISSED:
                    self.faults.add(fields.path(name), f"the configuration of a {one} step")
                    continue
                inner = Fields(node or Node({}, fields.path(name), self.faults))
                config = read_config(one, inner, self._allowed)
                headers = inner.get("headers") if one is StepType.CALL_WEBHOOK else None
                if headers:
                    self.headers[step_id] = read_headers(headers)
                inner.close()
            elif node and step_type:
                node.refuse(
                    f"left out: this is a {step_type} step, whose configuration is {FIELD_OF[step_type]}"
                )
        return config


def _read_id(fields: Fields) -> str:
    """Empty where there is none that may be one."""
    what = 'an id: 1 to 64 letters, digits and any of "_.:-", the first a letter or digit'
    node = fields.need("id", what)
    if node is None:
        return ""
    if isinstance(node.value, str) and _ID.fullmatch(node.value):
        return node.value
    node.refuse(what)
    return ""


def _read_transitions(node: Node, step_type: StepType | None) -> dict[str, Way]:
    """Every way out of a step, by label, those with labels that it can't have too."""
    labels = LABELS[step_type] if step_type else tuple(Label)
    ways = {}
    for number, (label, target) in enumerate(node.entries(), 1):
        if number == model.MAX_TRANSITIONS + 1:
            node.refuse(f"at most {model.MAX_TRANSITIONS} transitions")
        if label not in _LABELS:
            target.refuse(f"one of the outcomes {', '.join(labels)}")
        elif label not in labels:
            target.refuse(f"an outcome that a {step_type} step can have: {', '.join(labels)}")
        if isinstance(target.value, str):
            ways[label] = Way(target.path, target.value)
        else:
            target.refuse("the id of a step of this definition")
    return ways


def _read_extras(fields: Fields, step_type: StepType | None) -> Extras:
    node = fields.get("homing")
    if node is None:
        return Extras()
    own = Fields(node)
    if step_type and step_type not in SENDING and node.value:
        node.refuse(f"left out: a {step_type} step sends nothing")
    preset = own.get("presetId")
    if preset:
        preset.refuse("left out: there are no presets yet")
    extras = _read_own(own)
    own.close()
    if extras.urgent and extras.urgent_reason is None:
        own.faults.add(own.path("urgentReason"), "why it is urgent, since urgent is true")
    if extras.urgent_reason is not None and not extras.urgent:
        own.faults.add(own.path("urgent"), "true, since there is an urgentReason")
    return extras


def _read_own(own: Fields) -> Extras:
    strategy, unknown = own.get("channelStrategy"), own.get("onUnknown")
    wait, window = own.get("deliveryWait"), own.get("window")
    kind, urgent, reason = own.get("messageClass"), own.get("urgent"), own.get("urgentReason")
    waits = model.SHORTEST_DELIVERY_WAIT, model.LONGEST_DELIVERY_WAIT
    windows = model.SHORTEST_WINDOW, model.LONGEST_WINDOW
    return Extras(
        channel_strategy=strategy.name(tuple(ChannelStrategy)) if strategy else ChannelStrategy.ALL,
        delivery_wait=wait.duration(*waits) if wait else None,
        on_unknown=unknown.name(tuple(OnUnknown)) if unknown else OnUnknown.ASSUME_SENT,
        window=window.duration(*windows) if window else model.DEFAULT_WINDOW,
        message_class=kind.name(AUTHORED) if kind else MessageClass.TRANSACTIONAL,
        urgent=urgent.boolean() if urgent else False,
        urgent_reason=(reason.text(0, model.MAX_NAME) or None) if reason else None,
    )
