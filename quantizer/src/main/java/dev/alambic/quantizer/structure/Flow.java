package dev.alambic.quantizer.structure;

/** Positions along an axis of what a node writes that are those along an axis of what it reads. */
public record Flow(Place from, Place to, Pairs pairs) {}
