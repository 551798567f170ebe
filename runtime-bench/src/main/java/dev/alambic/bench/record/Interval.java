package dev.alambic.bench.record;

/** A 95 % confidence interval, both ends included, in the unit of the figure it belongs to. */
public record Interval(double low, double high) {}
