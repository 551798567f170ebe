/** Which charts a run has: for the page, and as files. */
@NullMarked
package dev.alambic.report.chart;

import org.jspecify.annotations.NullMarked;
