/**
 * Charts: one description, one drawing, for pages and for files.
 *
 * <pre>
 * Chart     = LineChart | BarChart | FrontChart | MatrixChart | Dashboard, each with a Caption
 * LineChart = Axis x, Axis y, Line*           BarChart    = Bar*, each of Part*
 * FrontChart = Axis x, Axis y, Point*, Guide*  MatrixChart = label*, count*
 * Dashboard = Fact*, Chart*
 * </pre>
 *
 * <p>{@link dev.alambic.chart.Figure} writes a chart into a page, in the colours of the reader's scheme;
 * {@link dev.alambic.chart.Picture} makes an SVG or PNG file of it. A chart draws itself on a
 * {@link dev.alambic.chart.Canvas} at the very width that it is shown at, so that its text stays readable on a
 * telephone. How things look stands in {@code chart.css}, what the colours are in {@code colours.css}, for both.
 */
@NullMarked
package dev.alambic.chart;

import org.jspecify.annotations.NullMarked;
