/**
 * What a run left behind, and how to say it.
 *
 * <pre>{@code
 * RunRecords   = Origin, EpochRecord*, Comparison?, Answers, ModelStep*, what is missing*
 * Answers      = label*, (model -> ClassificationMetrics)*, Disagreements?
 * ModelStep    = model, made from, what and why, ModelFacts, LayerErrors?
 * Disagreements = counts, (truth, Answer of the teacher, Answer of the student, picture | text | row)*
 * }</pre>
 *
 * <p>Everything but the origin may be missing: the run was not finished, or was made by a version that did not record
 * it.
 */
@NullMarked
package dev.alambic.report.run;

import org.jspecify.annotations.NullMarked;
