/**
 * Charts and one page from the records of a run.
 *
 * <pre>{@code
 * RunRecords = Origin, label*, EpochRecord*, Comparison?, (model -> ClassificationMetrics)*
 * Figure     = file, title, sentence, Panel, size
 * Panel      = LinePanel | BarPanel | MatrixPanel | GridPanel | DashboardPanel, painted in a Theme
 * }</pre>
 *
 * <p>What a run did not record is left out: {@link dev.alambic.report.Report} draws what is there.
 */
@NullMarked
package dev.alambic.report;

import org.jspecify.annotations.NullMarked;
