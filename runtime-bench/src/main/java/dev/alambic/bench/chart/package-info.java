/**
 * Pictures as SVG, to stand in a page of HTML that gives them their colours: {@code series0} to {@code series7} for
 * models, {@code axis}, {@code grid} and {@code front} for lines.
 */
@NullMarked
package dev.alambic.bench.chart;

import org.jspecify.annotations.NullMarked;
