package dev.alambic.chart;

/** What a colour and a mark stand for. */
public record Key(String name, Role role, Look look) {}
