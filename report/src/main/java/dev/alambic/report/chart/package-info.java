/**
 * What is drawn, apart from how: the same descriptions become vectors on the page and pixels in the files.
 *
 * <pre>{@code
 * LineChart = title, sentence, title of y, Line*
 * Line      = name, (epoch, value)*, Role, Look
 * BarChart  = title, (label, value, text, Role)*
 * FrontChart = title, axes, (name, x, y, Role)*
 * }</pre>
 */
@NullMarked
package dev.alambic.report.chart;

import org.jspecify.annotations.NullMarked;
