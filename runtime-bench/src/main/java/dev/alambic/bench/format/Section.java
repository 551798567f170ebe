package dev.alambic.bench.format;

/**
 * A part of what is told of a comparison.
 *
 * @param title empty for what needs none
 */
record Section(String title, TextTable table) {}
