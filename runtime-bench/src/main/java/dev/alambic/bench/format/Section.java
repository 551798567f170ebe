package dev.alambic.bench.format;

import dev.alambic.chart.table.TextTable;

/**
 * A part of what is told of a comparison.
 *
 * @param title empty for what needs none
 */
record Section(String title, TextTable table) {}
