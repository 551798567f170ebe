package dev.alambic.onnx.structure;

/** Positions along an axis of what a node writes that are those along an axis of what it reads. */
public record Flow(ValueAxis from, ValueAxis to, PositionPairs pairs) {}
