/**
 * A page and pictures from the records of runs.
 *
 * <pre>
 * run     what a run left behind, and how to say it
 * chart   which charts a run has, and their files
 * page    the page, section by section
 * </pre>
 *
 * <p>{@link dev.alambic.report.Report} is the way in. What a run did not record is left out.
 */
@NullMarked
package dev.alambic.report;

import org.jspecify.annotations.NullMarked;
